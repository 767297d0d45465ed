import type { ClaimErrorCode, LegalBaseCode, SituationCode } from '../../codes/index.ts';
import type { IsoDate } from '../dates.ts';
import type { Cents } from '../money.ts';

/** Dates from `start` to `end`, both included; `end` is null while it is open. */
export type Period = { readonly start: IsoDate; readonly end: IsoDate | null };

export type BenefitDecisionAnswer = {
  readonly state: 'pending' | 'decided' | 'not-applied';
  /** Day of Kela's decision when `state` is decided. */
  readonly decisionDate: IsoDate | null;
};

/** Answers to the sub-questions of the guide; null or absent while unanswered or where nothing is asked. */
export type ClaimAnswers = {
  /** A1: has Kela decided the benefit, and when? */
  readonly benefitDecision?: BenefitDecisionAnswer | null;
  /** B1: is the child too in the county's care for over three months (child home care allowance)? */
  readonly childInCareOverThreeMonths?: boolean | null;
  /** C1: who is in care, or is there a particularly weighty reason in the child's interest? */
  readonly childBenefitGround?: 'child-in-care' | 'weighty-reason' | 'payee-in-care' | null;
  /** C2: who gets the child benefit now? */
  readonly childBenefitPayee?: 'guardian' | 'foster-carer' | 'nobody' | null;
  /** C: does the child's care last over one month? */
  readonly careOverOneMonth?: boolean | null;
  /** D: does Kela already pay the maintenance allowance? */
  readonly allowanceInPayment?: boolean | null;
  /** D: only the allowance, or with the client fees act the maintenance too? */
  readonly maintenanceBase?: 'allowance-only' | 'client-fees-act' | null;
  /** F: has the client given consent or a power of attorney? */
  readonly clientConsents?: boolean | null;
};

export type QuestionName = keyof ClaimAnswers;

export type AmountKind = 'whole-benefit' | 'fixed-per-payment' | 'total';

export type ClaimAmount =
  | { readonly kind: 'whole-benefit' }
  | { readonly kind: 'fixed-per-payment'; readonly cents: Cents }
  | { readonly kind: 'total'; readonly cents: Cents };

/** One month of supplementary or preventive assistance that the county paid in advance. */
export type AssistanceRow = {
  /** 'YYYY-MM' */
  readonly month: string;
  readonly decisionDate: IsoDate;
  readonly decisionNumber: string;
  readonly kind: 'supplementary' | 'preventive';
  readonly cents: Cents;
};

export type Care = {
  readonly unitName: string;
  /** Code of the list 'care-types'. */
  readonly careType: string;
  readonly start: IsoDate;
  readonly expectedEnd: IsoDate | null;
};

/** Every field may be unfilled: undefined, null or empty text all mean so. */
type Unfilled<Fields> = { readonly [Name in keyof Fields]?: Fields[Name] | null };

/** A payment claim on the way, as the wizard and the draft store hold it. */
export type PaymentClaimDraft = Unfilled<{
  situation: SituationCode;
  answers: ClaimAnswers;
  /** Personal identity code of the benefit's recipient (of the payee for child benefit). */
  clientCode: string;
  benefitCode: string;
  legalBase: LegalBaseCode;
  period: Unfilled<Period>;
  amount: { readonly kind: AmountKind; readonly cents?: Cents | null };
  assistanceRows: readonly Unfilled<AssistanceRow>[];
  care: Unfilled<Care>;
  payeeAccountId: string;
  /** Finnish or RF reference; any other text is a message to the payee. */
  reference: string;
  ownCaseId: string;
  handler: Unfilled<{ name: string; phone: string; email: string }>;
  clientInformed: Unfilled<{ informed: boolean; date: IsoDate }>;
  /** Why payment to the recipient is not in order (situation E, weighty reason). */
  reasons: string;
}>;

/**
 * A payment claim that passed the rules. Without `clientCode`, which no address may carry, it is the body
 * that the service takes.
 */
export type PaymentClaim = {
  readonly situation: SituationCode;
  /** The answers that the service asks for; those that only choose the legal base are spent. */
  readonly answers: {
    readonly benefitDecision: BenefitDecisionAnswer | null;
    readonly childInCareOverThreeMonths: boolean | null;
  };
  readonly clientCode: string;
  readonly benefitCode: string;
  readonly legalBase: LegalBaseCode;
  readonly period: Period;
  readonly amount: ClaimAmount;
  readonly assistanceRows: readonly AssistanceRow[];
  readonly care: Care | null;
  readonly payeeAccountId: string;
  readonly reference: string | null;
  readonly ownCaseId: string | null;
  readonly handler: { readonly name: string; readonly phone: string; readonly email: string | null };
  readonly clientInformed: { readonly informed: true; readonly date: IsoDate };
  readonly reasons: string | null;
};

/** Codes of the client's own checks, beside those that the service knows. */
export type ClaimViolationCode =
  | ClaimErrorCode
  | 'FIELD_REQUIRED'
  | 'FIELD_INVALID'
  | 'FIELD_TOO_SHORT'
  | 'FIELD_TOO_LONG'
  | 'CLAIM_LATE_FOR_NEXT_PAYDAY'
  | 'CLAIM_BENEFIT_NOT_APPLIED';

export type ClaimViolation = {
  readonly code: ClaimViolationCode;
  /** Path in the draft: 'period.end', 'assistanceRows.0.cents'. */
  readonly field: string;
  /** An error keeps the claim from being sent; a warning does not. */
  readonly severity: 'error' | 'warning';
  /** Values for the message: days 'YYYY-MM-DD', months 'YYYY-MM', cents, codes of code lists. */
  readonly params: Readonly<Record<string, string | number>>;
};

/** A claim of the own organisation that the service holds. */
export type ExistingClaim = {
  readonly benefitCode: string;
  readonly legalBase: string;
  readonly period: Period;
  readonly status: string;
};

export type ClaimContext = {
  readonly today: IsoDate;
  /** `paper` checks a request that is printed: any legal base, the same facts. */
  readonly channel: 'electronic' | 'paper';
  readonly organisationEntitled: boolean;
  readonly mandateHeld: boolean;
  /** Null when the service knows no such client. */
  readonly client: { readonly birthDate: IsoDate; readonly deathDate: IsoDate | null } | null;
  readonly payeeAccountIds: readonly string[];
  /** Claims of the own organisation on the same client. */
  readonly ownClaims: readonly ExistingClaim[];
  /** First letter of the client's surname, on which some paydays depend. */
  readonly surnameInitial?: string;
};
