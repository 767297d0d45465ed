import type { IdentityMethod } from '../../../shared/domain/identity-methods.ts';
import type { CallError } from '../../../shared/ipc/errors.ts';
import type { CardCertificateView, CardStateView, Settings } from '../../../shared/ipc/state.ts';
import type { PracticeUser } from '../../../shared/service-api/training.ts';
import type { Contract } from '../../platform/contract.ts';

export type SignInMethod = 'card' | 'practice-card' | IdentityMethod;

/**
 * `unfinished`: the user has come back to the window without an answer of the browser, where the page may have been
 * closed. `answered`: the browser has come back, and the service is asked.
 */
export type BrowserStep = 'waiting' | 'unfinished' | 'answered';

export interface SignInController {
  /** Null until the first answer. */
  readonly card: CardStateView | null;
  readonly certificate: CardCertificateView | null;
  certificateId: string;
  /** What is typed into the PIN field; empty again as soon as it is sent. */
  pin: string;
  readonly method: SignInMethod;
  readonly practiceUsers: readonly PracticeUser[];
  readonly practicePin: string;
  practiceUserId: string;
  readonly busy: boolean;
  /** Why the last try failed. */
  readonly error: CallError | null;
  /** Whether a PIN field is to be shown: not where the reader or the system asks for the PIN. */
  readonly asksPin: boolean;
  readonly canSignIn: boolean;
  /** The method goes by the user's browser. */
  readonly byBrowser: boolean;
  /** How far a sign-in in the browser is; null while none is under way. */
  readonly browserStep: BrowserStep | null;
  chooseMethod(method: SignInMethod): void;
  /** Follows the reader and the card. Returns the end of it. */
  start(): () => void;
  signIn(): Promise<void>;
  /** Ends the wait for the browser. */
  cancel(): void;
  readAgain(): void;
}

export interface SignInOptions {
  readonly contract: Contract;
  readonly trainingMode: boolean;
  /** Name of the person whose session is locked: their practice card is chosen beforehand. */
  readonly userName?: string | undefined;
  /** How that person had signed in. */
  readonly usedMethod?: 'certificate-card' | IdentityMethod | undefined;
}

/** Kind of a certificate without a word of whose it is: the choice among several is remembered by it. */
type CertificateKind = NonNullable<Settings['certificateKind']>;

const kindOf = ({ issuerName, uses }: CardCertificateView): CertificateKind => ({ issuerName, uses });

const isOfKind = (certificate: CardCertificateView, kind: CertificateKind | null): boolean =>
  kind !== null && certificate.issuerName === kind.issuerName && certificate.uses.join() === kind.uses.join();

const signable = new Set<CardStateView['code']>(['ready', 'signing']);

const isByBrowser = (method: SignInMethod): method is IdentityMethod =>
  method === 'mobile-certificate' || method === 'bank-codes';

/** One sign-in or unlocking. The PIN lives here only from the keyboard to the call. */
export const createSignIn = (options: SignInOptions): SignInController => {
  const { contract, trainingMode, userName, usedMethod = 'certificate-card' } = options;
  const byCard = trainingMode ? 'practice-card' : 'card';
  let card = $state.raw<CardStateView | null>(null);
  let chosenCertificate = $state('');
  let preferredKind = $state.raw<CertificateKind | null>(null);
  let pin = $state('');
  let method = $state<SignInMethod>(usedMethod === 'certificate-card' ? byCard : usedMethod);
  let practiceUsers = $state.raw<readonly PracticeUser[]>([]);
  let practicePin = $state('');
  let practiceUserId = $state('');
  let busy = $state(false);
  /** Counts the tries: only the newest one shows what came of it. */
  let newest = 0;
  let error = $state.raw<CallError | null>(null);
  let step = $state<BrowserStep>('waiting');

  const certificate = $derived(
    card?.certificates.find(({ id }) => id === chosenCertificate) ??
      card?.certificates.find((each) => isOfKind(each, preferredKind)) ??
      card?.certificates[0] ??
      null,
  );
  const byBrowser = $derived(isByBrowser(method));
  const asksPin = $derived(
    method === 'practice-card' || (method === 'card' && certificate?.pinEntry === 'screen'),
  );
  const canSignIn = $derived(
    byBrowser ||
      (method === 'practice-card'
        ? practiceUserId !== ''
        : card !== null && signable.has(card.code) && certificate !== null && certificate.triesLeft !== 0),
  );

  const learnPracticeUsers = async (): Promise<void> => {
    const answer = await contract.call('practice-card.users', undefined);
    if (!answer.ok) {
      error = answer.error;
      return;
    }
    practiceUsers = answer.value.users;
    practicePin = answer.value.pin;
    const own = practiceUsers.find(({ name }) => name === userName) ?? practiceUsers[0];
    practiceUserId = own?.userId ?? '';
  };

  const learnCard = async (): Promise<void> => {
    const answer = await contract.call('card.state', undefined);
    // An event may have told a newer state meanwhile.
    if (answer.ok && card === null) card = answer.value;
    else if (!answer.ok) error = answer.error;
  };

  const learnPreference = async (): Promise<void> => {
    const answer = await contract.call('application.info', undefined);
    if (answer.ok) preferredKind = answer.value.settings.certificateKind;
  };

  /** Kept where there was something to choose; a failure is of no use to somebody who has just signed in. */
  const rememberChoice = (used: CardCertificateView): void => {
    const hadChoice = card !== null && card.certificates.length > 1;
    if (hadChoice && !isOfKind(used, preferredKind))
      void contract.call('settings.change', { certificateKind: kindOf(used) });
  };

  const requestOf = (typed: string): Parameters<typeof contract.call<'session.sign-in'>>[1] | null => {
    if (isByBrowser(method)) return { method };
    if (method === 'practice-card') return { method, userId: practiceUserId, pin: typed };
    const pinBytes = asksPin ? new TextEncoder().encode(typed) : null;
    return certificate && { method, certificateId: certificate.id, pin: pinBytes };
  };

  const signIn = async (): Promise<void> => {
    const typed = pin;
    pin = '';
    // The browser's page may be lost: asking again opens a new one in its place.
    if ((busy && !byBrowser) || !canSignIn) return;
    if (asksPin && typed === '') {
      error = { code: 'card-pin-empty', retriable: true };
      return;
    }
    const request = requestOf(typed);
    if (request === null) return;
    const used = method === 'card' ? certificate : null;
    const own = (newest += 1);
    busy = true;
    step = 'waiting';
    error = null;
    const answer = await contract.call('session.sign-in', request);
    if (request.method === 'card') request.pin?.fill(0);
    if (own !== newest) return;
    busy = false;
    // Success shows itself by the session's change, which takes this view away.
    if (!answer.ok) error = answer.error;
    else if (used) rememberChoice(used);
  };

  const comeBack = (): void => {
    if (step === 'waiting') step = 'unfinished';
  };

  const cancel = (): void => {
    if (!busy || !byBrowser) return;
    newest += 1;
    busy = false;
    void contract.call('session.cancel-sign-in', undefined);
  };

  return {
    get card() {
      return card;
    },
    get certificate() {
      return certificate;
    },
    get certificateId() {
      return certificate?.id ?? '';
    },
    set certificateId(id) {
      chosenCertificate = id;
    },
    get pin() {
      return pin;
    },
    set pin(typed) {
      pin = typed;
    },
    get method() {
      return method;
    },
    get practiceUsers() {
      return practiceUsers;
    },
    get practicePin() {
      return practicePin;
    },
    get practiceUserId() {
      return practiceUserId;
    },
    set practiceUserId(userId) {
      practiceUserId = userId;
    },
    get busy() {
      return busy;
    },
    get error() {
      return error;
    },
    get asksPin() {
      return asksPin;
    },
    get canSignIn() {
      return canSignIn;
    },
    get byBrowser() {
      return byBrowser;
    },
    get browserStep() {
      return busy && byBrowser ? step : null;
    },
    chooseMethod: (chosen) => {
      // A card that signs is not left alone; the browser can be.
      if (busy && !byBrowser) return;
      cancel();
      method = chosen;
      pin = '';
      error = null;
    },
    start: () => {
      const stop = contract.subscribe('card.changed', (state) => {
        // A failure told about the card that was in the reader is of no use to the next one.
        const cardIsAnother = card?.certificates[0]?.id !== state.certificates[0]?.id;
        if (cardIsAnother && method === 'card' && !busy) error = null;
        card = state;
      });
      const stopAnswers = contract.subscribe('sign-in.came-back', () => (step = 'answered'));
      window.addEventListener('focus', comeBack);
      void learnCard();
      void learnPreference();
      if (trainingMode) void learnPracticeUsers();
      return () => {
        stop();
        stopAnswers();
        window.removeEventListener('focus', comeBack);
        cancel();
        pin = '';
      };
    },
    signIn,
    cancel,
    readAgain: () => {
      error = null;
      void contract.call('card.read-again', undefined);
    },
  };
};
