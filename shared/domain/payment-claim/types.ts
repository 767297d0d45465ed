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

/** Round-the-clock care: of the recipient (situation B, child benefit by the payee's own care) or of the child. */
export type Care = {
  /** Needed of the recipient's care only: where a child is placed is nobody's business. */
  readonly unitName: string | null;
  /** Code of the list 'care-types'. */
  readonly careType: string;
  readonly start: IsoDate;
  readonly expectedEnd: IsoDate | null;
};

/** A person whom the claim names beside its client. */
export type NamedPerson = { readonly name: string; readonly personalIdentityCode: string };

/** Recovered maintenance (elatusapu) of one month. */
export type MaintenanceItem = {
  /** 'YYYY-MM', the month for which it is due. */
  readonly month: string;
  readonly cents: Cents;
};

/** F: what the client and the county have agreed on, and the consent without which no agreement holds. */
export type Agreement = {
  readonly madeOn: IsoDate;
  readonly consentKind: 'consent' | 'power-of-attorney';
  readonly consentedOn: IsoDate;
};

/** How a claim reaches Kela: registered electronically, or signed by hand on paper. */
export type ClaimChannel = 'electronic' | 'paper';

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
  /** C and D: the children whose care or interest is the ground. */
  children: readonly Unfilled<NamedPerson>[];
  /** D: the parent who is liable for maintenance. */
  maintenancePayer: Unfilled<NamedPerson>;
  /** D, recovered maintenance: its amounts, month by month. */
  maintenanceItems: readonly Unfilled<MaintenanceItem>[];
  agreement: Unfilled<Agreement>;
  /** The section, where the code list names the act alone (general support under E; G). */
  provision: string;
  /** Papers that go with a request on paper: codes of claim-attachments.json, or titles of others. */
  attachments: readonly string[];
  /** Paper: a code of claim-forms.json or FREE_FORM; unfilled means the first of `paperFormsOf`. */
  form: string;
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
  readonly channel: ClaimChannel;
  /** Paper: a code of claim-forms.json or FREE_FORM; null on the electronic channel. */
  readonly form: string | null;
  readonly situation: SituationCode;
  /** Null where the situation does not ask. */
  readonly answers: { readonly [Name in QuestionName]: NonNullable<ClaimAnswers[Name]> | null };
  readonly clientCode: string;
  readonly benefitCode: string;
  readonly legalBase: LegalBaseCode;
  readonly period: Period;
  readonly amount: ClaimAmount;
  readonly assistanceRows: readonly AssistanceRow[];
  readonly care: Care | null;
  readonly children: readonly NamedPerson[];
  readonly maintenancePayer: NamedPerson | null;
  readonly maintenanceItems: readonly MaintenanceItem[];
  readonly agreement: Agreement | null;
  readonly provision: string | null;
  readonly attachments: readonly string[];
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
  | 'CLAIM_BENEFIT_NOT_APPLIED'
  | 'CLAIM_COMPETING';

export type ClaimViolation = {
  readonly code: ClaimViolationCode;
  /** Path in the draft: 'period.end', 'assistanceRows.0.cents'. */
  readonly field: string;
  /** An error keeps the claim from being sent; a warning does not. */
  readonly severity: 'error' | 'warning';
  /** Values for the message: days 'YYYY-MM-DD', months 'YYYY-MM', cents, codes of code lists. */
  readonly params: Readonly<Record<string, string | number>>;
};

/** A claim on the same client that the service holds. */
export type ExistingClaim = {
  /** Of the organisation that the user acts for. */
  readonly own: boolean;
  readonly organisationName: string;
  readonly benefitCode: string;
  readonly legalBase: string;
  readonly period: Period;
  readonly status: string;
};

export type ClaimContext = {
  readonly today: IsoDate;
  /** `paper` checks a request that is printed: any legal base, the same facts. */
  readonly channel: ClaimChannel;
  readonly organisationEntitled: boolean;
  readonly mandateHeld: boolean;
  /** Null when the service knows no such client. */
  readonly client: { readonly birthDate: IsoDate; readonly deathDate: IsoDate | null } | null;
  readonly payeeAccountIds: readonly string[];
  /** Claims of any organisation on the same client. */
  readonly existingClaims: readonly ExistingClaim[];
  /** First letter of the client's surname, on which some paydays depend. */
  readonly surnameInitial?: string;
};
