import type { SectionName } from '../domain/sections.ts';
import type { CodeRow, Evidence, TrilingualName } from './code-list.ts';

export type MandateCode = 'M1' | 'M2' | 'M3' | 'M4' | 'M5' | 'M6';
export type ListId = 'L1' | 'L2' | 'L3' | 'L4' | 'L5' | 'L6' | 'L7';
export type SituationCode = 'A' | 'B' | 'C' | 'D' | 'E' | 'F' | 'G';

export type PurposeCode =
  | 'TOIMEENTULO'
  | 'ASIAKASMAKSU'
  | 'LASTENSUOJELU'
  | 'VAMMAIS_VANHUS'
  | 'KOTOUTUMINEN'
  | 'VASTAANOTTO'
  | 'TMT_LISTA'
  | 'LHT_LISTA'
  | 'ULKOMAAN_HOITO'
  | 'LAKISAATEINEN_TEHTAVA';

export type OrganisationTypeCode =
  | 'WELLBEING_SERVICES_COUNTY'
  | 'HELSINKI'
  | 'ALAND'
  | 'MUNICIPALITY_INTEGRATION'
  | 'MUNICIPALITY_UNEMPLOYMENT_INVOICES'
  | 'MUNICIPALITY_CHILD_CARE_SUPPORT'
  | 'EMPLOYMENT_AREA'
  | 'RECEPTION_CENTRE'
  | 'HOSPITAL'
  | 'PENSION_PROVIDER'
  | 'UNEMPLOYMENT_FUND'
  | 'ENFORCEMENT'
  | 'PRISON_SERVICE'
  | 'IMMIGRATION_SERVICE'
  | 'TAX_ADMINISTRATION';

export type LegalBaseCode =
  | 'TOTUL_23'
  | 'AML_14'
  | 'AML_7_14'
  | 'KEL_67_1'
  | 'ELATUSTUKIL_11_4'
  | 'LAPSILISAL_11_1'
  | 'LAPSILISAL_12_2'
  | 'SVL_15_12_2'
  | 'SVL_15_12_3'
  | 'TAKUUEL_18'
  | 'TTL_11_9_1'
  | 'KUNTOUTUSL_48'
  | 'EAL_28'
  | 'VAMMAISETUUSL_26'
  | 'YLEISTUKI_PROVISION'
  | 'AGREEMENT'
  | 'TOTU_LETTER';

/** Error codes of the payment-claim guide, spelled as the service spells them. */
export type ClaimErrorCode =
  | 'CLAIM_BASE_NOT_ELECTRONIC'
  | 'CLAIM_BENEFIT_NOT_IN_BASE'
  | 'CLAIM_BENEFIT_NOT_CLAIMABLE'
  | 'CLAIM_WRONG_PERSON'
  | 'CLAIM_PERIOD_INVALID'
  | 'CLAIM_PERIOD_OUTSIDE_ADVANCE'
  | 'CLAIM_AMOUNT_EXCEEDS_ADVANCE'
  | 'CLAIM_AFTER_DECISION'
  | 'CLAIM_DUPLICATE'
  | 'CLAIM_ACCOUNT_UNKNOWN'
  | 'CLAIM_ORG_NOT_ENTITLED'
  | 'MANDATE_MISSING'
  | 'CLIENT_NOT_FOUND'
  | 'CLIENT_DECEASED';

export type BenefitRow = CodeRow & {
  /** Code of the payday rule in paydays.json. */
  readonly paydayRule: string;
  readonly unit: 'day' | 'month' | 'once' | 'claim' | 'service' | 'no-payment';
  /** BY_MATRIX: see claim-matrix.json. The rest: never, in writing only, nothing found, cannot arise. */
  readonly claim: 'BY_MATRIX' | 'NEVER' | 'WRITTEN_ONLY' | 'NOT_FOUND' | 'NOT_APPLICABLE';
  /** May the benefit be paid to the county by agreement? NO_OLD: a municipal-era no. */
  readonly agreement: 'YES' | 'NO' | 'NO_OLD' | 'NOT_FOUND' | 'NOT_APPLICABLE';
  /** Languages in which the name was seen in a page of Kela; the other names are domain knowledge. */
  readonly verifiedNames: readonly ('fi' | 'sv' | 'en')[];
  /** Benefit that takes its place after `validTo`. */
  readonly replacedBy?: string;
  /** Abolished before the data of the service begins. */
  readonly historic?: true;
};

export type AmountRow = CodeRow & {
  /** Euro cents. */
  readonly cents: number;
  readonly unit: 'day' | 'month' | 'year' | 'purchase';
};

/** What changes with the law: the day on which it was last checked, 'YYYY-MM-DD'. */
type Dated = { readonly version: string };

export type LegalBaseRow = CodeRow<LegalBaseCode> &
  Dated & {
    /** Number of the act, 'NNNN/YYYY'. */
    readonly act?: string;
    readonly actNumberEvidence: Evidence;
    readonly route: 'ELECTRONIC' | 'PAPER_FORM' | 'AGREEMENT' | 'LETTER';
    readonly forms: readonly string[];
    /** The request must say why payment to the recipient is not in order. */
    readonly reasonsNeeded?: true;
    /** Situation E: securing the livelihood, where each benefit has a base of its own. */
    readonly livelihood?: true;
    /** The row names the act alone: the section is in no source, so that the signer must write it. */
    readonly provisionNeeded?: true;
  };

/** What a paragraph says, in a sentence or two. Only a `V` row is what the law says; the rest is unconfirmed. */
export type LawTextRow = CodeRow<LegalBaseCode> & Dated;

/** A rule of the guide: its names say why, `instead` says what to do. */
export type ClaimRuleRow = CodeRow &
  Dated & {
    readonly instead: TrilingualName;
    /** Paragraph that the rule comes from, where it is always the same. */
    readonly base?: LegalBaseCode;
  };

export type ClaimMatrixRow = Dated & {
  readonly benefit: string;
  readonly base: LegalBaseCode;
  readonly allowed: 'yes' | 'no' | 'unknown' | 'written-only';
  readonly forms?: readonly string[];
  readonly source: string;
  readonly evidence: Evidence;
};

export type SituationRow = CodeRow<SituationCode> & Dated & { readonly questions: readonly string[] };
export type ClaimFormRow = CodeRow & Dated & { readonly swedishForm: string };

/** A paper that goes with a request on paper. */
export type ClaimAttachmentRow = CodeRow &
  Dated & {
    /** Bases whose requests it goes with. */
    readonly bases: readonly LegalBaseCode[];
    /** Without it Kela does not take the request; the rest are those that usually go along. */
    readonly needed: boolean;
  };

export type MandateRow = CodeRow<MandateCode> & {
  /** What the mandate lets its holder do, in the words of Kela's page where there are some (S6, S7, S15). */
  readonly allows: { readonly fi: string; readonly sv: string; readonly en: string };
  /** How sure each title is; an assumed title must be marked on the screen. */
  readonly titleEvidence: { readonly fi: Evidence; readonly sv: Evidence; readonly en: Evidence };
};

export type PurposeRow = CodeRow<PurposeCode> & {
  /** Any one of these opens the purpose. */
  readonly mandates: readonly MandateCode[];
  readonly lookUp: boolean;
  readonly paymentClaims: boolean;
  readonly notices: boolean;
  readonly documents: boolean;
  readonly treatmentAbroad: boolean;
  readonly lists: readonly ListId[];
};

export type OrganisationTypeRow = CodeRow<OrganisationTypeCode> & {
  readonly lookUp: boolean;
  readonly sections: readonly SectionName[];
  readonly notices: boolean;
  readonly paymentClaims: boolean;
  readonly documents: boolean;
  readonly treatmentAbroad: boolean;
  readonly lists: readonly ListId[];
  readonly purposes: readonly PurposeCode[];
  /** How far back the sections reach, in months; absent without a limit. */
  readonly monthsBack?: number;
  /** Uses the technical interface rather than the screens. */
  readonly interfaceUse?: true;
};

export type RecipientListRow = CodeRow<ListId> & {
  /** Any one of these opens the list. */
  readonly mandates: readonly MandateCode[];
  readonly period: 'month' | 'half-year';
  readonly swedishEvidence: Evidence;
  readonly historic?: true;
};

export type NoticeTypeRow = CodeRow<'N1' | 'N2' | 'N3' | 'N4' | 'N5' | 'N6'> & {
  readonly visibility: NoticeVisibility;
  readonly urgentVisibility?: NoticeVisibility;
  /** Weekdays from the day on which it shows until something must be done; absent without such a rule. */
  readonly dueWeekdays?: number;
  readonly dueSource?: string;
  readonly dueEvidence?: Evidence;
};

export type NoticeVisibility = 'AT_ONCE' | 'SAME_DAY' | 'DAY_AFTER';

export type CountyRow = CodeRow & {
  readonly kind: 'COUNTY' | 'CITY' | 'ALAND';
  /** At the end of 2024. */
  readonly population: number;
  /** In 2023, the first year of the counties. */
  readonly municipalityCount: number;
  readonly countEvidence: Evidence;
};

export type MunicipalityRow = CodeRow & {
  /** Code of the county in counties.json. */
  readonly county: string;
  /** Code of the municipality that it became part of the day after `validTo`. */
  readonly mergedInto?: string;
};

export type SectionRow = CodeRow<SectionName>;

export type PaydayRuleRow = CodeRow &
  Dated &
  (
    | { readonly kind: 'first-bank-day' }
    | { readonly kind: 'last-bank-day' }
    | {
        readonly kind: 'day-of-month';
        readonly day: number;
        readonly ifClosed: 'preceding' | 'following';
        /** Weekdays (1 Monday to 7 Sunday) treated as if banks were closed. */
        readonly avoidWeekdays: readonly number[];
      }
    | {
        readonly kind: 'by-surname';
        readonly ifClosed: 'preceding' | 'following';
        /** Initials from-to in the Finnish alphabet, both included. */
        readonly groups: readonly { readonly from: string; readonly to: string; readonly day: number }[];
      }
    | { readonly kind: 'no-fixed-day' }
  );

export type BankHolidayRow = CodeRow &
  (
    | { readonly kind: 'fixed'; readonly month: number; readonly day: number }
    /** Days after Easter Sunday; negative before. */
    | { readonly kind: 'easter'; readonly offset: number }
    /** First such weekday (1 Monday to 7 Sunday) on or after the day. */
    | {
        readonly kind: 'weekday-on-or-after';
        readonly month: number;
        readonly day: number;
        readonly weekday: number;
      }
  );

export type BankPrefixRow = {
  readonly prefix: string;
  readonly name: string;
  readonly source: string;
  readonly evidence: Evidence;
};

export type { TrilingualName };
