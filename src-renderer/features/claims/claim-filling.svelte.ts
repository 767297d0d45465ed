import { untrack } from 'svelte';
import { parseFinnish, type IsoDate } from '../../../shared/domain/dates.ts';
import type { Cents } from '../../../shared/domain/money.ts';
import type { CallError } from '../../../shared/ipc/errors.ts';
import type { ClaimHabits } from '../../../shared/ipc/calls/drafts.ts';
import type { PayeeAccount } from '../../../shared/service-api/payment-claims.ts';
import { replyOf, type ClientView } from '../client/index.ts';
import { startingForm } from './claim-context.ts';
import { emptyRows, isBegun, type ClaimForm, type ListName, type RowOf } from './claim-form.ts';
import {
  benefitChoices,
  decisionAnswer,
  inPayment,
  onlyBenefit,
  type BenefitChoice,
  type KnownOfClient,
} from './prefill.ts';
import { assistanceSumOf, withSuggestions } from './suggestions.ts';

export type PayeeAccounts =
  | { readonly phase: 'loading' }
  | { readonly phase: 'ready'; readonly accounts: readonly PayeeAccount[] }
  | { readonly phase: 'failed'; readonly error: CallError };

/** The form of a claim, and what fills it beside the user's typing. */
export interface ClaimFilling {
  /** What the user has typed and chosen. */
  readonly form: ClaimForm;
  /** The form with what follows from other fields. */
  readonly filled: ClaimForm;
  /** The form as it was before the user did anything. */
  readonly initial: ClaimForm;
  readonly begun: boolean;
  readonly accounts: PayeeAccounts;
  readonly benefits: readonly BenefitChoice[];
  readonly assistanceSum: Cents | null;
  /** The benefit or the answer about Kela's decision stands as the client's data gave it. */
  readonly benefitPrefilled: boolean;
  readonly decisionPrefilled: boolean;
  loadAccounts(): Promise<void>;
  chooseSituation(situation: ClaimForm['situation']): void;
  chooseBenefit(benefitCode: string): void;
  tellDecision(answer: Partial<Pick<ClaimForm, 'decisionState' | 'decisionDate'>>): void;
  /** The user types the period or the amount: from then on they are the user's own. */
  typePeriod(name: 'periodStart' | 'periodEnd', text: string): void;
  typeAmount(text: string): void;
  /** Period and amount follow the rows of assistance again. */
  followAssistance(name: 'period' | 'amount'): void;
  addRow(list: ListName): void;
  removeRow(list: ListName, key: number): void;
  /** Phone and e-mail of the handler, as they were told the last time. */
  useHabits(habits: ClaimHabits): void;
}

/** Lists that always have a row to type into. */
const neverEmpty: ReadonlySet<ListName> = new Set(['rows', 'children', 'items']);

/** A month of assistance often goes on with the decision of the one before. */
const nextRow = <Name extends ListName>(
  list: Name,
  before: RowOf<Name> | undefined,
  key: number,
): RowOf<Name> => {
  const empty = emptyRows[list](key);
  if (before === undefined || !('decisionNumber' in before)) return empty;
  const { decisionDate, decisionNumber, kind } = before;
  return { ...empty, decisionDate, decisionNumber, kind };
};

const knownOf = (client: ClientView): KnownOfClient => ({
  pending: replyOf(client.section('pending'))?.items ?? [],
  decisions: replyOf(client.section('decisions'))?.items ?? [],
});

/** Fills what the client's data tells and the user has not chosen. */
const prefill = (
  form: ClaimForm,
  choices: readonly BenefitChoice[],
  known: KnownOfClient,
  today: IsoDate,
  /** What was filled in for another benefit or situation is filled anew; else only what is empty. */
  anew: boolean,
): void => {
  const { situation } = form;
  if (situation === '') return;
  if (!form.benefitOwn && (anew || form.benefitCode === ''))
    form.benefitCode = onlyBenefit(situation, choices) ?? '';
  if (situation === 'A' && !form.decisionOwn && (anew || form.decisionState === '')) {
    const answer = decisionAnswer(form.benefitCode, known);
    form.decisionState = answer?.decisionState ?? '';
    form.decisionDate = answer?.decisionDate ?? '';
  }
  if (situation === 'D' && form.allowanceInPayment === '' && inPayment(known, 'ELT', today))
    form.allowanceInPayment = 'yes';
};

export const createClaimFilling = (client: ClientView, today: () => IsoDate): ClaimFilling => {
  const initial = startingForm(client, today());
  const form = $state<ClaimForm>(startingForm(client, today()));
  let accounts = $state.raw<PayeeAccounts>({ phase: 'loading' });
  const filled = $derived(withSuggestions(form));
  const known = $derived(knownOf(client));
  const choicesOf = ({ situation }: ClaimForm): readonly BenefitChoice[] => {
    if (situation === '') return [];
    const start = parseFinnish(filled.periodStart);
    return benefitChoices(situation, start.ok ? start.value : today(), today(), known);
  };
  const benefits = $derived(choicesOf(form));
  const fill = (anew: boolean): void => prefill(form, choicesOf(form), known, today(), anew);

  // Sections of the client that come late still fill what is empty.
  $effect(() => {
    void known;
    untrack(() => fill(false));
  });

  const loadAccounts = async (): Promise<void> => {
    accounts = { phase: 'loading' };
    const answer = await client.contract.call('claims.payee-accounts', undefined);
    if (client.closed) return;
    accounts = answer.ok
      ? { phase: 'ready', accounts: answer.value.accounts }
      : { phase: 'failed', error: answer.error };
    const usual = answer.ok ? answer.value.accounts.find(({ isDefault }) => isDefault) : undefined;
    if (usual === undefined) return;
    if (form.payeeAccountId === initial.payeeAccountId) form.payeeAccountId = usual.accountId;
    initial.payeeAccountId = usual.accountId;
  };
  void loadAccounts();

  return {
    form,
    initial,
    get filled() {
      return filled;
    },
    get begun() {
      return isBegun(form, initial);
    },
    get accounts() {
      return accounts;
    },
    get benefits() {
      return benefits;
    },
    get assistanceSum() {
      return assistanceSumOf(form);
    },
    get benefitPrefilled() {
      return form.benefitCode !== '' && !form.benefitOwn;
    },
    get decisionPrefilled() {
      return form.decisionState !== '' && !form.decisionOwn;
    },
    loadAccounts,
    chooseSituation: (situation) => {
      form.situation = situation;
      fill(true);
    },
    chooseBenefit: (benefitCode) => {
      form.benefitCode = benefitCode;
      form.benefitOwn = true;
      fill(true);
    },
    tellDecision: (answer) => {
      Object.assign(form, answer, { decisionOwn: true });
    },
    typePeriod: (name, text) => {
      if (filled[name] === text) return;
      const { periodStart, periodEnd } = filled;
      Object.assign(form, { periodStart, periodEnd, [name]: text, periodOwn: true });
    },
    typeAmount: (text) => {
      if (filled.amount === text) return;
      Object.assign(form, { amount: text, amountOwn: true });
    },
    followAssistance: (name) => {
      if (name === 'period') form.periodOwn = false;
      else form.amountOwn = false;
    },
    addRow: <Name extends ListName>(list: Name) => {
      const rows = form[list] as RowOf<Name>[];
      const key = Math.max(-1, ...rows.map((row) => row.key)) + 1;
      rows.push(nextRow(list, rows.at(-1), key));
    },
    removeRow: (list, key) => {
      const rows = form[list];
      if (neverEmpty.has(list) && rows.length === 1) return;
      const at = rows.findIndex((row) => row.key === key);
      if (at >= 0) rows.splice(at, 1);
    },
    useHabits: ({ phone, email }) => {
      for (const [name, text] of [
        ['handlerPhone', phone],
        ['handlerEmail', email],
      ] as const) {
        if (form[name] === initial[name]) form[name] = text;
        initial[name] = text;
      }
    },
  };
};
