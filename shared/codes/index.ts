import amountRows from './amounts.json' with { type: 'json' };
import bankHolidayRows from './bank-holidays.json' with { type: 'json' };
import bankPrefixRows from './bank-prefixes.json' with { type: 'json' };
import benefitRows from './benefits.json' with { type: 'json' };
import claimAttachmentRows from './claim-attachments.json' with { type: 'json' };
import legalBaseRows from './claim-bases.json' with { type: 'json' };
import claimErrorRows from './claim-errors.json' with { type: 'json' };
import claimFormRows from './claim-forms.json' with { type: 'json' };
import claimMatrixRows from './claim-matrix.json' with { type: 'json' };
import claimRuleRows from './claim-rules.json' with { type: 'json' };
import situationRows from './claim-situations.json' with { type: 'json' };
import smallLists from './code-lists.json' with { type: 'json' };
import { codeList, isValidOn, type CodeList, type CodeRow } from './code-list.ts';
import countyRows from './counties.json' with { type: 'json' };
import lawTextRows from './law-texts.json' with { type: 'json' };
import mandateRows from './mandates.json' with { type: 'json' };
import municipalityRows from './municipalities.json' with { type: 'json' };
import noticeTypeRows from './notice-types.json' with { type: 'json' };
import organisationTypeRows from './organisation-types.json' with { type: 'json' };
import paydayRuleRows from './paydays.json' with { type: 'json' };
import purposeRows from './purposes.json' with { type: 'json' };
import recipientListRows from './recipient-lists.json' with { type: 'json' };
import sectionRows from './sections.json' with { type: 'json' };
import type {
  AmountRow,
  BankHolidayRow,
  BankPrefixRow,
  BenefitRow,
  ClaimAttachmentRow,
  ClaimErrorCode,
  ClaimFormRow,
  ClaimMatrixRow,
  ClaimRuleRow,
  CountyRow,
  LawTextRow,
  LegalBaseRow,
  MandateRow,
  MunicipalityRow,
  NoticeTypeRow,
  OrganisationTypeRow,
  PaydayRuleRow,
  PurposeRow,
  RecipientListRow,
  SectionRow,
  SituationRow,
} from './types.ts';

export { codeList, isValidOn };
export type { CodeList, CodeRow, Evidence, TrilingualName } from './code-list.ts';
export type * from './types.ts';

// JSON modules type their texts as string: codes.test.ts checks that the rows are what the types say.
// The calls are marked pure so that a bundle leaves out the lists that it does not use.
export const amounts = /* @__PURE__ */ codeList(amountRows as readonly AmountRow[]);
export const bankHolidays = /* @__PURE__ */ codeList(bankHolidayRows as readonly BankHolidayRow[]);
export const bankPrefixes: readonly BankPrefixRow[] = bankPrefixRows as readonly BankPrefixRow[];
export const benefits = /* @__PURE__ */ codeList(benefitRows as readonly BenefitRow[]);
export const claimAttachments = /* @__PURE__ */ codeList(
  claimAttachmentRows as readonly ClaimAttachmentRow[],
);
export const claimErrors = /* @__PURE__ */ codeList(claimErrorRows as readonly CodeRow<ClaimErrorCode>[]);
export const claimForms = /* @__PURE__ */ codeList(claimFormRows as readonly ClaimFormRow[]);
export const claimMatrix: readonly ClaimMatrixRow[] = claimMatrixRows as readonly ClaimMatrixRow[];
export const claimRules = /* @__PURE__ */ codeList(claimRuleRows as readonly ClaimRuleRow[]);
export const claimSituations = /* @__PURE__ */ codeList(situationRows as readonly SituationRow[]);
export const counties = /* @__PURE__ */ codeList(countyRows as readonly CountyRow[]);
export const lawTexts = /* @__PURE__ */ codeList(lawTextRows as readonly LawTextRow[]);
export const legalBases = /* @__PURE__ */ codeList(legalBaseRows as readonly LegalBaseRow[]);
export const mandates = /* @__PURE__ */ codeList(mandateRows as readonly MandateRow[]);
export const municipalities = /* @__PURE__ */ codeList(municipalityRows as readonly MunicipalityRow[]);
export const noticeTypes = /* @__PURE__ */ codeList(noticeTypeRows as readonly NoticeTypeRow[]);
export const organisationTypes = /* @__PURE__ */ codeList(
  organisationTypeRows as readonly OrganisationTypeRow[],
);
export const paydayRules = /* @__PURE__ */ codeList(paydayRuleRows as readonly PaydayRuleRow[]);
export const purposes = /* @__PURE__ */ codeList(purposeRows as readonly PurposeRow[]);
export const recipientLists = /* @__PURE__ */ codeList(recipientListRows as readonly RecipientListRow[]);
export const sections = /* @__PURE__ */ codeList(sectionRows as readonly SectionRow[]);

/** Names of the small lists that have nothing but a code and its names. */
export type SmallListName = keyof typeof smallLists;

const listsByName = () =>
  Object.fromEntries(
    Object.entries(smallLists).map(([name, rows]) => [name, codeList(rows as readonly CodeRow[])]),
  ) as Readonly<Record<SmallListName, CodeList<CodeRow>>>;

/** The small lists: statuses, kinds, reasons, care types. */
export const smallCodeLists = /* @__PURE__ */ listsByName();

/** Municipalities of a county that exist on a day 'YYYY-MM-DD'. */
export const municipalitiesOf = (county: string, day: string): readonly MunicipalityRow[] =>
  municipalities.rows.filter((row) => row.county === county && isValidOn(row, day));
