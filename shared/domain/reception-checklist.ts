import { addMonths, type IsoDate } from './dates.ts';
import { cents, sumCents, type Cents } from './money.ts';

/**
 * What a reception centre looks at before it decides whether a client's reception allowance needs adjusting.
 * The questions follow the typical use of the service by reception centres; they are our assumption, no rule of
 * law, so an answer is a reason to check and never a decision.
 */
export type ReceptionQuestion =
  | 'benefits-in-payment'
  | 'paid-for-earlier-time'
  | 'basic-social-assistance'
  | 'insurance-coverage'
  | 'home-municipality'
  | 'pending-matters';

export interface ReceptionAnswer {
  readonly question: ReceptionQuestion;
  /** Null: what it rests on is not known (yet). */
  readonly found: boolean | null;
  /** Money that it is about; null where it is about none. */
  readonly amount: Cents | null;
  /** Benefits that it is about, each once. */
  readonly benefitCodes: readonly string[];
  /** A reason to look at the allowance again; the others are good to know. */
  readonly affectsAllowance: boolean;
}

interface Period {
  readonly start: string;
  readonly end: string | null;
}

/** Replies of the four sections that a reception centre sees; null for one that is not there. */
export interface ReceptionData {
  readonly pending: readonly { readonly benefitCode: string; readonly status: string }[] | null;
  readonly decisions:
    readonly { readonly benefitCode: string; readonly result: string; readonly period: Period }[] | null;
  readonly payments:
    | readonly {
        readonly benefitCode: string;
        readonly payDate: string;
        readonly period: Period;
        readonly net: number;
        readonly status: string;
        readonly payee: { readonly kind: string };
      }[]
    | null;
  readonly coverage: readonly { readonly covered: boolean; readonly period: Period }[] | null;
  readonly hasHomeMunicipality: boolean;
}

const BASIC_SOCIAL_ASSISTANCE = 'TOTU';
const GRANTING = new Set(['GRANTED', 'PARTLY', 'ADJUSTED']);
const CLOSED = new Set(['DECIDED', 'WITHDRAWN']);
const PAID_OR_COMING = new Set(['SENT', 'PLANNED']);
/** Months before `today` in which a payment for an earlier time still matters. */
const LOOK_BACK = 3;

const covers = ({ start, end }: Period, day: IsoDate): boolean =>
  start <= day && (end === null || end >= day);
const unique = (codes: readonly string[]): readonly string[] => [...new Set(codes)];

type Paid = NonNullable<ReceptionData['payments']>[number];

const ofPayments = (
  question: ReceptionQuestion,
  payments: readonly Paid[] | null,
  chosen: (payment: Paid) => boolean,
): ReceptionAnswer => {
  const found =
    payments?.filter(
      (payment) => PAID_OR_COMING.has(payment.status) && payment.payee.kind === 'CLIENT' && chosen(payment),
    ) ?? [];
  return {
    question,
    found: payments === null ? null : found.length > 0,
    amount: found.length > 0 ? sumCents(found.map(({ net }) => cents(net))) : null,
    benefitCodes: unique(found.map(({ benefitCode }) => benefitCode)),
    affectsAllowance: true,
  };
};

const ofOthers = (
  question: ReceptionQuestion,
  found: boolean | null,
  affectsAllowance: boolean,
  benefitCodes: readonly string[] = [],
): ReceptionAnswer => ({
  question,
  found,
  amount: null,
  benefitCodes: unique(benefitCodes),
  affectsAllowance,
});

/** The check list of a client on a day, always all questions in the same order. */
export function receptionChecklist(data: ReceptionData, today: IsoDate): readonly ReceptionAnswer[] {
  const { pending, decisions, payments, coverage } = data;
  const month = today.slice(0, 7);
  const earliest = addMonths(today, -LOOK_BACK);
  const open = pending?.filter(({ status }) => !CLOSED.has(status)) ?? null;
  const assistance =
    decisions?.some(
      ({ benefitCode, result, period }) =>
        benefitCode === BASIC_SOCIAL_ASSISTANCE && GRANTING.has(result) && covers(period, today),
    ) ?? null;
  return [
    ofPayments('benefits-in-payment', payments, ({ payDate }) => payDate.slice(0, 7) >= month),
    ofPayments(
      'paid-for-earlier-time',
      payments,
      ({ payDate, period }) =>
        payDate >= earliest &&
        payDate.slice(0, 7) <= month &&
        period.end !== null &&
        period.end.slice(0, 7) < payDate.slice(0, 7),
    ),
    ofOthers('basic-social-assistance', assistance, true, assistance ? [BASIC_SOCIAL_ASSISTANCE] : []),
    ofOthers(
      'insurance-coverage',
      coverage?.some(({ covered, period }) => covered && covers(period, today)) ?? null,
      false,
    ),
    ofOthers('home-municipality', data.hasHomeMunicipality, false),
    ofOthers(
      'pending-matters',
      open === null ? null : open.length > 0,
      false,
      open?.map(({ benefitCode }) => benefitCode),
    ),
  ];
}

/** Whether anything found is a reason to look at the allowance; null while that cannot be told. */
export function allowanceNeedsChecking(answers: readonly ReceptionAnswer[]): boolean | null {
  const relevant = answers.filter(({ affectsAllowance }) => affectsAllowance);
  if (relevant.some(({ found }) => found === true)) return true;
  return relevant.some(({ found }) => found === null) ? null : false;
}
