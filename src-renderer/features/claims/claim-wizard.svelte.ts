import { formatFinnish, isoDate, parseFinnish, type IsoDate } from '../../../shared/domain/dates.ts';
import { formatAmount, parseMoney, sumCents, type Cents } from '../../../shared/domain/money.ts';
import { completeClaim, validateClaim } from '../../../shared/domain/payment-claim/index.ts';
import type { ClaimContext, ExistingClaim } from '../../../shared/domain/payment-claim/types.ts';
import { timingOf, type Timing } from '../../../shared/domain/payday-calendar.ts';
import type { CallError } from '../../../shared/ipc/errors.ts';
import { existingClaimOf } from '../../../shared/service-api/claim-of-request.ts';
import type { ClaimReceipt, PayeeAccount } from '../../../shared/service-api/payment-claims.ts';
import { replyOf, type ClientPart, type ClientView } from '../client/index.ts';
import { createClaimSending, type Outcome } from './claim-sending.svelte.ts';
import { fillForm, stepOfDraft } from './draft-form.ts';
import { createDraftKeeper, type DraftKeeper } from './draft-keeper.svelte.ts';
import { emptyForm, emptyRow, isElectronic, readForm, requestOf, type ClaimForm } from './claim-form.ts';
import { claimSteps, isBegun, stepOfField, type ClaimStep } from './claim-steps.ts';
import { benefitChoices, decisionAnswer, onlyBenefit, type BenefitChoice } from './prefill.ts';

/** Something that keeps the claim from going on (error), or that the user should know (warning). */
export interface ClaimProblem {
  /** A code of the guide, of the service, or UNREADABLE for what is no date, month or amount. */
  readonly code: string;
  readonly field: string;
  readonly severity: 'error' | 'warning';
  readonly params: Readonly<Record<string, string | number>>;
}

export type PayeeAccounts =
  | { readonly phase: 'loading' }
  | { readonly phase: 'ready'; readonly accounts: readonly PayeeAccount[] }
  | { readonly phase: 'failed'; readonly error: CallError };

export interface ClaimEnvironment {
  readonly today: () => IsoDate;
  /** A UUID; called once a claim. */
  readonly newKey: () => string;
}

/** The payment claim of one client on its way, from the choice of the situation to the receipt. */
export interface ClaimWizard {
  readonly form: ClaimForm;
  readonly step: ClaimStep;
  readonly accounts: PayeeAccounts;
  readonly benefits: readonly BenefitChoice[];
  /** All problems of the claim as it stands. */
  readonly problems: readonly ClaimProblem[];
  /** Errors that are shown: those of a step that the user has tried to leave. */
  readonly shownErrors: readonly ClaimProblem[];
  readonly warnings: readonly ClaimProblem[];
  /** How often the user was kept from going on; the error summary takes the focus when it grows. */
  readonly attempt: number;
  readonly timing: Timing | null;
  readonly assistanceSum: Cents | null;
  /** The answer about Kela's decision stands as the client's data gave it. */
  readonly decisionPrefilled: boolean;
  readonly sending: boolean;
  readonly outcome: Outcome;
  readonly receipt: ClaimReceipt | null;
  /** The second confirmation stands open. */
  readonly confirming: boolean;
  readonly begun: boolean;
  readonly keeper: Pick<DraftKeeper, 'saved' | 'failed' | 'flush'>;
  /** Goes on with a draft, or with the newest one of the client; once. */
  open(draftId: string | null): Promise<void>;
  /** Removes the draft. */
  discard(): void;
  /** Asks what became of a claim whose answer was lost. */
  check(): Promise<void>;
  stepDone(step: ClaimStep): boolean;
  chooseSituation(situation: ClaimForm['situation']): void;
  chooseBenefit(benefitCode: string): void;
  addRow(): void;
  removeRow(key: number): void;
  useAssistanceSum(): void;
  loadAccounts(): Promise<void>;
  /** Goes on if the step is in order; from the review it opens the second confirmation. */
  next(): void;
  back(): void;
  goTo(step: ClaimStep): void;
  /** Opens a step to change one thing; going on from there leads back to the review. */
  change(step: ClaimStep): void;
  cancelConfirmation(): void;
  /** Sends the claim; while one is on its way or has its receipt, does nothing. */
  send(): Promise<void>;
}

const MANDATE = 'M1';

const existingClaims = (client: ClientView): readonly ExistingClaim[] =>
  (replyOf(client.section('payment-claims'))?.items ?? []).map(existingClaimOf);

const contextOf = (client: ClientView, accounts: PayeeAccounts, today: IsoDate): ClaimContext => ({
  today,
  channel: 'electronic',
  organisationEntitled: client.rights?.paymentClaims === true,
  mandateHeld: client.session?.role.organisation.mandates.some(({ code }) => code === MANDATE) === true,
  client: {
    birthDate: isoDate(client.header.birthDate),
    deathDate: client.header.deathDate === null ? null : isoDate(client.header.deathDate),
  },
  payeeAccountIds: accounts.phase === 'ready' ? accounts.accounts.map(({ accountId }) => accountId) : [],
  existingClaims: existingClaims(client),
  surnameInitial: client.header.lastName.slice(0, 1),
});

const problemsOf = (form: ClaimForm, code: string, context: ClaimContext): readonly ClaimProblem[] => {
  const { draft, unreadable } = readForm(form, code);
  const found = validateClaim(draft, context).filter(
    ({ code: violation, field }) => !(violation === 'FIELD_REQUIRED' && unreadable.includes(field)),
  );
  return [
    ...unreadable.map((field) => ({ code: 'UNREADABLE', field, severity: 'error' as const, params: {} })),
    ...found,
  ];
};

const startingForm = (client: ClientView, today: IsoDate): ClaimForm => ({
  ...emptyForm(),
  handlerName: client.session?.user.name ?? '',
  informedDate: formatFinnish(today),
});

/** The fields that follow from the client's data and that the user has not changed. */
type Prefilled = Pick<ClaimForm, 'benefitCode' | 'decisionState' | 'decisionDate'>;

const createClaimWizard = (client: ClientView, { today, newKey }: ClaimEnvironment): ClaimWizard => {
  const initial = startingForm(client, today());
  const form = $state<ClaimForm>(startingForm(client, today()));
  // Made now and kept to the end: every try to send is the same claim to the service.
  // A continued draft brings the key that it may have been sent under before.
  let idempotencyKey = newKey();
  let prefilled = $state.raw<Prefilled>({ benefitCode: '', decisionState: '', decisionDate: '' });
  let nextRowKey = 1;
  let step = $state<ClaimStep>('situation');
  let tried = $state.raw<readonly ClaimStep[]>([]);
  let attempt = $state(0);
  let backToReview = $state(false);
  let accounts = $state.raw<PayeeAccounts>({ phase: 'loading' });
  let confirming = $state(false);
  let refused = $state.raw<readonly ClaimProblem[]>([]);
  let opened = false;

  const context = $derived(contextOf(client, accounts, today()));
  const problems = $derived([...problemsOf(form, client.header.personalIdentityCode, context), ...refused]);
  const errors = $derived(problems.filter(({ severity }) => severity === 'error'));
  const errorsOf = (of: ClaimStep): readonly ClaimProblem[] =>
    of === 'review' ? errors : errors.filter(({ field }) => stepOfField(field) === of);
  const known = $derived({
    pending: replyOf(client.section('pending'))?.items ?? [],
    decisions: replyOf(client.section('decisions'))?.items ?? [],
  });
  const choicesOf = (situation: ClaimForm['situation']): readonly BenefitChoice[] => {
    if (!isElectronic(situation)) return [];
    const start = parseFinnish(form.periodStart);
    return benefitChoices(situation, start.ok ? start.value : today(), today(), known);
  };
  const benefits = $derived(choicesOf(form.situation));
  const timing = $derived(
    form.benefitCode === ''
      ? null
      : timingOf(form.benefitCode, today(), { surnameInitial: client.header.lastName.slice(0, 1) }),
  );
  const assistanceSum = $derived.by((): Cents | null => {
    const amounts = form.rows
      .map(({ amount }) => parseMoney(amount))
      .flatMap((read) => (read.ok ? [read.value] : []));
    return amounts.length === 0 ? null : sumCents(amounts);
  });

  const keeper = createDraftKeeper(client, {
    content: () => ({
      draftId: idempotencyKey,
      situation: form.situation,
      benefitCode: form.benefitCode,
      step,
      form: JSON.stringify($state.snapshot(form)),
    }),
    begun: () => isBegun(form, initial),
  });

  const open = async (draftId: string | null): Promise<void> => {
    if (opened) return;
    opened = true;
    const draft = await keeper.find(draftId);
    // What the user has typed meanwhile is not written over.
    if (draft === null || client.closed || isBegun(form, initial)) return;
    idempotencyKey = draft.draftId;
    fillForm(form, draft.form);
    nextRowKey = form.rows.length;
    step = stepOfDraft(draft);
    keeper.continued(draft);
    if (draft.sentAt !== null) {
      step = 'review';
      sending.wasSent(draft.sentAt);
    }
    touch();
  };

  const touch = (): void => {
    client.claimStarted = isBegun(form, initial) && sending.receipt === null;
  };

  const prefillDecision = (): void => {
    const answer = decisionAnswer(form.benefitCode, known);
    const ownAnswer =
      form.decisionState !== prefilled.decisionState || form.decisionDate !== prefilled.decisionDate;
    if (ownAnswer) return;
    form.decisionState = answer?.decisionState ?? '';
    form.decisionDate = answer?.decisionDate ?? '';
    prefilled = { ...prefilled, decisionState: form.decisionState, decisionDate: form.decisionDate };
  };

  const loadAccounts = async (): Promise<void> => {
    accounts = { phase: 'loading' };
    const answer = await client.contract.call('claims.payee-accounts', undefined);
    if (client.closed) return;
    accounts = answer.ok
      ? { phase: 'ready', accounts: answer.value.accounts }
      : { phase: 'failed', error: answer.error };
    const usual = answer.ok ? answer.value.accounts.find(({ isDefault }) => isDefault) : undefined;
    if (form.payeeAccountId === '' && usual !== undefined) {
      form.payeeAccountId = usual.accountId;
      initial.payeeAccountId = usual.accountId;
    }
  };

  const goTo = (to: ClaimStep): void => {
    if (sending.busy || sending.receipt !== null) return;
    step = to;
    touch();
  };

  const nextStep = (): ClaimStep => {
    if (backToReview && isElectronic(form.situation)) return 'review';
    return claimSteps[claimSteps.indexOf(step) + 1] ?? 'review';
  };

  const accept = (): void => {
    keeper.remove();
    confirming = false;
    client.claimStarted = false;
    void client.reload('payment-claims');
  };

  const refuse = (error: CallError): void => {
    refused = (error.violations ?? []).map(({ code, field }) => ({
      code,
      field,
      severity: 'error',
      params: {},
    }));
    if (refused.length > 0) attempt += 1;
  };

  const sending = createClaimSending({
    client,
    idempotencyKey: () => idempotencyKey,
    flush: keeper.flush,
    onRefused: refuse,
    onRegistered: accept,
  });

  const send = async (): Promise<void> => {
    if (sending.busy || sending.receipt !== null || client.closed) return;
    refused = [];
    const claim = completeClaim(readForm(form, client.header.personalIdentityCode).draft, context);
    if (!claim.ok || errors.length > 0) {
      confirming = false;
      tried = claimSteps;
      attempt += 1;
      return;
    }
    await sending.send(requestOf(claim.value));
    confirming = false;
  };

  void loadAccounts();

  return {
    form,
    get step() {
      return step;
    },
    get accounts() {
      return accounts;
    },
    get benefits() {
      return benefits;
    },
    get problems() {
      return problems;
    },
    get shownErrors() {
      return tried.includes(step) || refused.length > 0 ? errorsOf(step) : [];
    },
    get warnings() {
      // Lateness has its own panel beside every step.
      const ofStep = problems.filter(
        ({ severity, code }) => severity === 'warning' && code !== 'CLAIM_LATE_FOR_NEXT_PAYDAY',
      );
      return step === 'review' ? ofStep : ofStep.filter(({ field }) => stepOfField(field) === step);
    },
    get attempt() {
      return attempt;
    },
    get timing() {
      return timing;
    },
    get assistanceSum() {
      return assistanceSum;
    },
    get decisionPrefilled() {
      return form.decisionState !== '' && form.decisionState === prefilled.decisionState;
    },
    get sending() {
      return sending.busy;
    },
    get outcome() {
      return sending.outcome;
    },
    get receipt() {
      return sending.receipt;
    },
    get confirming() {
      return confirming;
    },
    get begun() {
      return sending.receipt === null && isBegun(form, initial);
    },
    keeper,
    open,
    check: sending.check,
    discard: keeper.remove,
    stepDone: (of) => of !== 'review' && isElectronic(form.situation) && errorsOf(of).length === 0,
    chooseSituation: (situation) => {
      form.situation = situation;
      if (isElectronic(situation) && form.benefitCode === prefilled.benefitCode) {
        form.benefitCode = onlyBenefit(situation, choicesOf(situation)) ?? '';
        prefilled = { ...prefilled, benefitCode: form.benefitCode };
        prefillDecision();
      }
      touch();
    },
    chooseBenefit: (benefitCode) => {
      form.benefitCode = benefitCode;
      prefillDecision();
      touch();
    },
    addRow: () => {
      form.rows.push(emptyRow(nextRowKey));
      nextRowKey += 1;
      touch();
    },
    removeRow: (key) => {
      if (form.rows.length > 1) form.rows = form.rows.filter((row) => row.key !== key);
    },
    useAssistanceSum: () => {
      if (assistanceSum !== null) form.amount = formatAmount(assistanceSum);
    },
    loadAccounts,
    next: () => {
      if (sending.busy || sending.receipt !== null) return;
      refused = [];
      tried = [...tried, step];
      touch();
      if (errorsOf(step).length > 0 || !isElectronic(form.situation)) {
        attempt += 1;
        return;
      }
      if (step === 'review') confirming = true;
      else {
        step = nextStep();
        backToReview = backToReview && step !== 'review';
      }
    },
    back: () => goTo(claimSteps[Math.max(0, claimSteps.indexOf(step) - 1)] ?? 'situation'),
    goTo,
    change: (to) => {
      backToReview = true;
      goTo(to);
    },
    cancelConfirmation: () => {
      if (!sending.busy) confirming = false;
    },
    send,
  };
};

/** The claim wizard as a part of its client: it lives on when its view is drawn anew, and dies with the client. */
export const claimWizardPart = (environment: ClaimEnvironment): ClientPart<ClaimWizard> => ({
  make: (client) => createClaimWizard(client, environment),
});
