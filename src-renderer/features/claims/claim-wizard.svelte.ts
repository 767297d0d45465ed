import type { IsoDate } from '../../../shared/domain/dates.ts';
import type { ClaimHabits } from '../../../shared/ipc/calls/drafts.ts';
import type { ClaimReceipt, RegisteredPaymentClaim } from '../../../shared/service-api/payment-claims.ts';
import type { ClientPart, ClientView } from '../client/index.ts';
import { createClaimFilling, type ClaimFilling } from './claim-filling.svelte.ts';
import type { ClaimForm } from './claim-form.ts';
import type { GroupName, PageName } from './claim-groups.ts';
import { createClaimPlace, type ClaimPlace } from './claim-place.svelte.ts';
import { createClaimReading, type ClaimReading } from './claim-reading.svelte.ts';
import { createClaimSending, type Outcome } from './claim-sending.svelte.ts';
import { formOfClaim } from './copy-claim.ts';
import { fillForm, placeOf, placeText, type Mode } from './draft-form.ts';
import { createDraftKeeper, type DraftKeeper } from './draft-keeper.svelte.ts';
import { requestOf } from './read-form.ts';

export interface ClaimEnvironment {
  readonly today: () => IsoDate;
  /** A UUID; called once a claim. */
  readonly newKey: () => string;
}

/** The payment claim of one client on its way, from the choice of the situation to the receipt. */
export interface ClaimWizard {
  /** Begins the ids of its controls. */
  readonly scope: string;
  /** What the user has typed and chosen. */
  readonly form: ClaimForm;
  readonly filling: ClaimFilling;
  readonly reading: ClaimReading;
  readonly place: Pick<ClaimPlace, 'mode' | 'page' | 'attempt' | 'shownErrors' | 'status'>;
  readonly keeper: Pick<DraftKeeper, 'saved' | 'failed' | 'flush'>;
  readonly today: IsoDate;
  readonly begun: boolean;
  /** The claim goes on from a draft. */
  readonly continued: boolean;
  readonly outcome: Outcome;
  readonly sending: boolean;
  readonly receipt: ClaimReceipt | null;
  /** The second confirmation stands open. */
  readonly confirming: boolean;
  /** Goes on with a draft, or with the newest one of the client; once. */
  open(draftId: string | null): Promise<void>;
  /** Leaves the draft in its list and begins another claim on the client. */
  beginAnother(): Promise<void>;
  /** Begins a claim like one in the register; a begun one stays in its list. False while one is on its way. */
  copy(claim: RegisteredPaymentClaim): Promise<boolean>;
  /** Removes the draft. */
  discard(): void;
  useMode(mode: Mode): void;
  /**
   * Guided: goes on if the group is in order; from the review it opens the second confirmation. Fast: opens it
   * if the whole claim is in order.
   */
  next(): void;
  back(): void;
  goTo(page: PageName): void;
  /** Opens a group to change one thing; going on from there leads back to the review. */
  change(group: GroupName): void;
  cancelConfirmation(): void;
  /** Sends the claim; while one is on its way or has its receipt, does nothing. */
  send(): Promise<void>;
  /** Asks what became of a claim whose answer was lost. */
  check(): Promise<void>;
}

/** What the handler of claims need not tell twice. */
const createHabits = (client: ClientView) => {
  const { contract } = client;
  let known: ClaimHabits = { phone: '', email: '', mode: 'guided' };
  return {
    recall: async (): Promise<ClaimHabits> => {
      const answer = await contract.call('drafts.habits', undefined);
      if (answer.ok && answer.value.habits !== null) known = answer.value.habits;
      return known;
    },
    keep: (changes: Partial<ClaimHabits>): void => {
      known = { ...known, ...changes };
      void contract.call('drafts.keep-habits', known);
    },
  };
};

const createClaimWizard = (client: ClientView, { today, newKey }: ClaimEnvironment): ClaimWizard => {
  const filling = createClaimFilling(client, today);
  const { form } = filling;
  const reading = createClaimReading(client, filling, today);
  const place = createClaimPlace(filling, reading);
  const habits = createHabits(client);
  // Made now and kept to the end: every try to send is the same claim to the service.
  // A continued draft brings the key that it may have been sent under before.
  let idempotencyKey = $state(newKey());
  /** What another version of the program has put into the draft. */
  let unknown: Record<string, unknown> = {};
  let confirming = $state(false);
  let continued = $state(false);
  let opened = false;
  /** The user has chosen the mode before the habits were known. */
  let modeChosen = false;

  const keeper = createDraftKeeper(client, {
    content: () => ({
      draftId: idempotencyKey,
      situation: form.situation,
      benefitCode: reading.benefitCode ?? '',
      step: placeText(place.mode, place.page),
      form: JSON.stringify({ ...unknown, ...$state.snapshot(form) }),
    }),
    begun: () => filling.begun,
  });

  const sending = createClaimSending({
    client,
    idempotencyKey: () => idempotencyKey,
    flush: keeper.flush,
    onRefused: place.refuse,
    onRegistered: () => {
      keeper.remove();
      confirming = false;
      habits.keep({ phone: form.handlerPhone.trim(), email: form.handlerEmail.trim(), mode: place.mode });
      void client.reload('payment-claims');
    },
  });
  const over = (): boolean => sending.busy || sending.receipt !== null || client.closed;

  $effect(() => {
    client.claimStarted = filling.begun && sending.receipt === null;
  });

  const open = async (draftId: string | null): Promise<void> => {
    if (opened) return;
    opened = true;
    const [known, draft] = await Promise.all([habits.recall(), keeper.find(draftId)]);
    // What the user has typed meanwhile is not written over.
    if (client.closed || filling.begun) return;
    if (!modeChosen) place.mode = known.mode;
    if (draft === null) {
      filling.useHabits(known);
      return;
    }
    idempotencyKey = draft.draftId;
    unknown = fillForm(form, draft.form);
    Object.assign(place, placeOf(draft.step));
    continued = true;
    keeper.continued(draft);
    if (draft.sentAt === null) return;
    place.page = 'review';
    sending.wasSent(draft.sentAt);
  };

  const beginAnother = async (): Promise<void> => {
    if (over() || !(await keeper.flush())) return;
    idempotencyKey = newKey();
    unknown = {};
    continued = false;
    Object.assign(form, structuredClone($state.snapshot(filling.initial)));
    place.page = 'situation';
    keeper.restart();
    sending.restart();
  };

  const copy = async (claim: RegisteredPaymentClaim): Promise<boolean> => {
    opened = true;
    if (filling.begun) await beginAnother();
    if (over() || filling.begun) return false;
    Object.assign(form, formOfClaim(claim, today()));
    place.page = 'period';
    return true;
  };

  const send = async (): Promise<void> => {
    if (over()) return;
    place.forgetRefusal();
    const claim = reading.complete();
    if (place.keepFrom('review') || !claim.ok) {
      confirming = false;
      return;
    }
    await sending.send(requestOf(claim.value));
    confirming = false;
  };

  const unless =
    <Parameters extends readonly unknown[]>(work: (...parameters: Parameters) => void) =>
    (...parameters: Parameters): void => {
      if (!over()) work(...parameters);
    };

  return {
    scope: `claim-${client.handle}`,
    form,
    filling,
    reading,
    place,
    keeper,
    get today() {
      return today();
    },
    get begun() {
      return sending.receipt === null && filling.begun;
    },
    get continued() {
      return continued;
    },
    get outcome() {
      return sending.outcome;
    },
    get sending() {
      return sending.busy;
    },
    get receipt() {
      return sending.receipt;
    },
    get confirming() {
      return confirming;
    },
    open,
    beginAnother,
    copy,
    discard: keeper.remove,
    useMode: unless((mode) => {
      modeChosen = true;
      place.mode = mode;
      habits.keep({ mode });
    }),
    next: unless(() => {
      place.forgetRefusal();
      const whole = place.mode === 'fast' || place.page === 'review';
      if (place.keepFrom(whole ? 'review' : place.page)) return;
      if (whole) confirming = true;
      else place.forward();
    }),
    back: unless(place.back),
    goTo: unless((page) => {
      place.page = page;
    }),
    change: unless(place.change),
    cancelConfirmation: () => {
      if (!sending.busy) confirming = false;
    },
    send,
    check: sending.check,
  };
};

/** The claim wizard as a part of its client: it lives on when its view is drawn anew, and dies with the client. */
export const claimWizardPart = (environment: ClaimEnvironment): ClientPart<ClaimWizard> => ({
  make: (client) => createClaimWizard(client, environment),
});
