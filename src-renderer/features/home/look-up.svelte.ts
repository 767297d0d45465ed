import type { IsoDate } from '../../../shared/domain/dates.ts';
import {
  cleanPastedIdentityCode,
  identityCodeFailureSoFar,
  parsePersonalIdentityCode,
  type PasteChange,
  type PersonalIdentityCodeFailure,
} from '../../../shared/domain/personal-identity-code.ts';
import type { CallResponse } from '../../../shared/ipc/contract.ts';
import type { CallError } from '../../../shared/ipc/errors.ts';
import type { Contract } from '../../platform/contract.ts';
import { today as currentDay } from '../../platform/service-time.svelte.ts';

export type CodeProblem = PersonalIdentityCodeFailure['code'];
export type LookUpQuestion = 'reason' | 'non-disclosure';
export type FoundClient = CallResponse<'client.look-up'>;

export interface LookUpController {
  /** What is in the field. Setting it cleans what e-mail and word processors do to a code. */
  code: string;
  /** What the cleaning did to the text, for the screen to tell. */
  readonly cleaned: readonly PasteChange[];
  /** Why the code is none; null while it may still become one. */
  readonly problem: CodeProblem | null;
  readonly complete: boolean;
  /** What the service asks before it gives the client. */
  readonly question: LookUpQuestion | null;
  reason: string;
  readonly reasonTooShort: boolean;
  nonDisclosureConfirmed: boolean;
  readonly confirmationMissing: boolean;
  readonly busy: boolean;
  readonly error: CallError | null;
  /** Count of tries, for the focus on errors. */
  readonly attempt: number;
  submit(): Promise<void>;
  reset(): void;
}

export interface LookUpOptions {
  readonly contract: Contract;
  /** Artificial codes exist in training only. */
  readonly allowArtificial: boolean;
  readonly onFound: (found: FoundClient) => void;
  readonly today?: (() => IsoDate) | undefined;
}

const FULL_LENGTH = 11;
/** The service refuses a shorter reason. */
export const SHORTEST_REASON = 10;

const questionOf = (error: CallError): LookUpQuestion | null => {
  if (error.code === 'reason-required') return 'reason';
  return error.code === 'non-disclosure-confirmation-required' ? 'non-disclosure' : null;
};

/** One look-up of a client by personal identity code, with the questions that the service may ask on the way. */
export const createLookUp = ({
  contract,
  allowArtificial,
  onFound,
  today = currentDay,
}: LookUpOptions): LookUpController => {
  let code = $state('');
  let cleaned = $state.raw<readonly PasteChange[]>([]);
  let submitted = $state(false);
  let question = $state<LookUpQuestion | null>(null);
  let reason = $state('');
  let nonDisclosureConfirmed = $state(false);
  let answerChecked = $state(false);
  let busy = $state(false);
  let error = $state.raw<CallError | null>(null);
  let attempt = $state(0);

  const parsed = $derived(parsePersonalIdentityCode(code, { allowArtificial, today: today() }));
  const problem = $derived.by((): CodeProblem | null => {
    if (parsed.ok) return null;
    const isDue = submitted || code.length >= FULL_LENGTH;
    return isDue ? parsed.error.code : (identityCodeFailureSoFar(code)?.code ?? null);
  });
  const reasonTooShort = $derived(
    question === 'reason' && answerChecked && reason.trim().length < SHORTEST_REASON,
  );
  const confirmationMissing = $derived(
    question === 'non-disclosure' && answerChecked && !nonDisclosureConfirmed,
  );

  const forgetAnswers = (): void => {
    submitted = false;
    question = null;
    reason = '';
    nonDisclosureConfirmed = false;
    answerChecked = false;
    error = null;
  };

  const answerIsThere = (): boolean => {
    if (question === 'reason') return reason.trim().length >= SHORTEST_REASON;
    return question !== 'non-disclosure' || nonDisclosureConfirmed;
  };

  const receive = (failed: CallError): void => {
    const asked = questionOf(failed);
    if (asked === null || asked === question) {
      error = failed;
      return;
    }
    question = asked;
    answerChecked = false;
  };

  const submit = async (): Promise<void> => {
    if (busy) return;
    submitted = true;
    answerChecked = true;
    attempt += 1;
    if (!parsed.ok || !answerIsThere()) return;
    const asked = parsed.value;
    busy = true;
    error = null;
    const answer = await contract.call('client.look-up', {
      personalIdentityCode: asked,
      reason: reason.trim() === '' ? null : reason.trim(),
      nonDisclosureConfirmed,
    });
    busy = false;
    if (code !== asked) {
      // The user went on to another code: this client is not wanted any more.
      if (answer.ok) void contract.call('client.leave', { clientHandle: answer.value.clientHandle });
      return;
    }
    if (!answer.ok) return receive(answer.error);
    code = '';
    cleaned = [];
    forgetAnswers();
    onFound(answer.value);
  };

  return {
    get code() {
      return code;
    },
    set code(typed) {
      const { text, changes } = cleanPastedIdentityCode(typed);
      if (text === code) return;
      // A letter that is typed small is no news; one in a pasted text may be.
      const pasted = Math.abs(typed.length - code.length) > 1;
      code = text;
      cleaned = pasted ? changes : changes.filter((change) => change !== 'lower-case');
      forgetAnswers();
    },
    get cleaned() {
      return cleaned;
    },
    get problem() {
      return problem;
    },
    get complete() {
      return parsed.ok;
    },
    get question() {
      return question;
    },
    get reason() {
      return reason;
    },
    set reason(typed) {
      reason = typed;
    },
    get reasonTooShort() {
      return reasonTooShort;
    },
    get nonDisclosureConfirmed() {
      return nonDisclosureConfirmed;
    },
    set nonDisclosureConfirmed(confirmed) {
      nonDisclosureConfirmed = confirmed;
    },
    get confirmationMissing() {
      return confirmationMissing;
    },
    get busy() {
      return busy;
    },
    get error() {
      return error;
    },
    get attempt() {
      return attempt;
    },
    submit,
    reset: () => {
      code = '';
      cleaned = [];
      forgetAnswers();
    },
  };
};
