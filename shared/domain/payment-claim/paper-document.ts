import {
  benefits,
  claimForms,
  legalBases,
  smallCodeLists,
  type SmallListName,
  type TrilingualName,
} from '../../codes/index.ts';
import { formatFinnish, type IsoDate } from '../dates.ts';
import { formatIban, parseIban } from '../iban.ts';
import { formatMoney, sumCents } from '../money.ts';
import { formatReferenceNumber, parseReferenceNumber } from '../reference-number.ts';
import { attachmentTitle, FREE_FORM, paragraphText } from './paper-forms.ts';
import type { PaymentClaim } from './types.ts';

/** Kela takes requests in the two official languages. */
export type PaperLanguage = 'fi' | 'sv';

/** What a request is called; its texts are the messages paper_kind_*. */
export type PaperKind = 'claim' | 'request' | 'agreement' | 'letter';

/** A datum that the rule of a request asks for; its label is the message paper_row_*. */
export type PaperRowKey =
  | 'organisation'
  | 'business-id'
  | 'own-case'
  | 'register-number'
  | 'handler'
  | 'handler-phone'
  | 'handler-email'
  | 'recipient-name'
  | 'recipient-code'
  | 'provision'
  | 'agreed'
  | 'benefit'
  | 'period'
  | 'amount'
  | 'ground'
  | 'payee-now'
  | 'in-payment'
  | 'benefit-decision'
  | 'care-type'
  | 'care-unit'
  | 'care-start'
  | 'care-end'
  | 'payer-name'
  | 'payer-code'
  | 'agreement-date'
  | 'consent'
  | 'reasons'
  | 'account'
  | 'account-name'
  | 'reference'
  | 'informed';

/** A value as it stands on the paper, or a sentence of the catalogue (paper_value_*). */
export type PaperValue = string | { readonly sentence: PaperSentence };
export type PaperSentence =
  | 'until-further'
  | 'care-goes-on'
  | 'child-in-care'
  | 'weighty-reason'
  | 'payee-in-care'
  | 'paid-to-guardian'
  | 'allowance-paid'
  | 'decision-pending'
  | 'not-applied';

/** Several values are the first and last day of a period. */
export type PaperRow = { readonly key: PaperRowKey; readonly values: readonly PaperValue[] };

export type PaperColumnKey =
  'name' | 'code' | 'month' | 'decision-date' | 'decision-number' | 'kind' | 'amount';
export type PaperTable = {
  readonly key: 'children' | 'assistance' | 'maintenance';
  readonly columns: readonly PaperColumnKey[];
  readonly rows: readonly (readonly string[])[];
  /** Sum of the amounts; null where there are none. */
  readonly total: string | null;
};

export type PaperSectionKey =
  | 'sender'
  | 'recipient'
  | 'claim'
  | 'ground'
  | 'children'
  | 'assistance'
  | 'maintenance'
  | 'reasons'
  | 'payment';

export type PaperSection = {
  readonly key: PaperSectionKey;
  readonly rows: readonly PaperRow[];
  readonly table: PaperTable | null;
};

/** A request to Kela on paper, whole but for the signature by hand. */
export type PaperDocument = {
  readonly language: PaperLanguage;
  readonly kind: PaperKind;
  /** The form whose data the paper gives, code as Kela prints it in the language; null: a free-form letter. */
  readonly form: { readonly code: string; readonly name: string } | null;
  /** `secure-mail-or-post`: agreements may also go by secure e-mail. */
  readonly delivery: 'post' | 'secure-mail-or-post';
  readonly sections: readonly PaperSection[];
  /** Titles of the papers that go along. */
  readonly attachments: readonly string[];
};

/** What the paper says beside the claim: master data of the organisation and of the client. */
export type PaperParties = {
  readonly clientName: string;
  readonly organisation: {
    readonly name: { readonly fi: string; readonly sv: string };
    readonly businessId: string;
  };
  readonly account: { readonly name: string; readonly iban: string };
  /** Number of the entry in the register. */
  readonly registerNumber: string;
};

/** Where signed requests are posted (Kela's guide, rule G10). */
export const postalAddress: Readonly<Record<PaperLanguage, readonly string[]>> = {
  fi: ['Kansaneläkelaitos', 'PL 10', '00056 KELA'],
  sv: ['Folkpensionsanstalten', 'PB 10', '00056 FPA'],
};

/** Secure e-mail for agreements (Kela's guide). */
export const SECURE_MAIL = 'kumppanit.liitteet@kela.fi';

type Values = readonly (PaperValue | null)[];

/** Rows with something to say; an optional datum that was not given has no row. */
const rowsOf = (entries: readonly (readonly [PaperRowKey, ...Values])[]): readonly PaperRow[] =>
  entries
    .map(([key, ...values]) => ({
      key,
      values: values.filter((value) => value !== null && value !== '') as PaperValue[],
    }))
    .filter(({ values }) => values.length > 0);

const sentence = (name: PaperSentence): PaperValue => ({ sentence: name });
const dayOf = (day: IsoDate): string => formatFinnish(day);
const monthOf = (month: string): string => `${Number(month.slice(5))}/${month.slice(0, 4)}`;
const ibanText = (iban: string): string => {
  const parsed = parseIban(iban);
  return parsed.ok ? formatIban(parsed.value) : iban;
};
const referenceText = (reference: string | null): string | null => {
  if (reference === null) return null;
  const parsed = parseReferenceNumber(reference);
  return parsed.ok ? formatReferenceNumber(parsed.value) : reference;
};

const createNames = (language: PaperLanguage) => ({
  of: (row: TrilingualName | null, code: string): string => row?.[language] ?? code,
  ofList: (list: SmallListName, code: string): string => smallCodeLists[list].find(code)?.[language] ?? code,
});
type Names = ReturnType<typeof createNames>;

const kindOf = ({ legalBase }: PaymentClaim): PaperKind => {
  if (legalBase === 'AGREEMENT') return 'agreement';
  if (legalBase === 'TOTU_LETTER') return 'letter';
  return legalBases.find(legalBase)?.route === 'ELECTRONIC' ? 'claim' : 'request';
};

const formOf = ({ form }: PaymentClaim, language: PaperLanguage): PaperDocument['form'] => {
  const row = form === null || form === FREE_FORM ? null : claimForms.find(form);
  return row === null ? null : { code: language === 'sv' ? row.swedishForm : row.code, name: row[language] };
};

const amountText = ({ amount }: PaymentClaim, names: Names): string => {
  const kind = names.ofList('amount-kinds', amount.kind);
  return amount.kind === 'whole-benefit' ? kind : `${formatMoney(amount.cents)} (${kind})`;
};

const senderRows = (claim: PaymentClaim, parties: PaperParties, language: PaperLanguage) =>
  rowsOf([
    ['organisation', parties.organisation.name[language]],
    ['business-id', parties.organisation.businessId],
    ['handler', claim.handler.name],
    ['handler-phone', claim.handler.phone],
    ['handler-email', claim.handler.email],
    ['own-case', claim.ownCaseId],
    ['register-number', parties.registerNumber],
  ]);

const claimRows = (claim: PaymentClaim, names: Names, language: PaperLanguage) => {
  const { period, legalBase } = claim;
  const end = period.end === null ? sentence('until-further') : dayOf(period.end);
  // An agreement rests on no paragraph: its base says that it is one.
  return rowsOf([
    [legalBase === 'AGREEMENT' ? 'agreed' : 'provision', paragraphText(claim, language)],
    ['benefit', names.of(benefits.find(claim.benefitCode, period.start), claim.benefitCode)],
    ['period', dayOf(period.start), end],
    ['amount', amountText(claim, names)],
    ['informed', dayOf(claim.clientInformed.date)],
  ]);
};

const decisionValue = ({ answers: { benefitDecision: decided } }: PaymentClaim): PaperValue | null => {
  if (decided === null) return null;
  if (decided.state === 'decided') return decided.decisionDate === null ? null : dayOf(decided.decisionDate);
  return sentence(decided.state === 'pending' ? 'decision-pending' : 'not-applied');
};

const groundRows = (claim: PaymentClaim, names: Names) => {
  const { answers, care, agreement, maintenancePayer } = claim;
  const careEnd =
    care === null ? null : care.expectedEnd === null ? sentence('care-goes-on') : dayOf(care.expectedEnd);
  return rowsOf([
    ['ground', answers.childBenefitGround && sentence(answers.childBenefitGround)],
    ['payee-now', answers.childBenefitPayee === 'guardian' ? sentence('paid-to-guardian') : null],
    ['in-payment', answers.allowanceInPayment === true ? sentence('allowance-paid') : null],
    ['benefit-decision', decisionValue(claim)],
    ['care-type', care && names.ofList('care-types', care.careType)],
    ['care-unit', care && care.unitName],
    ['care-start', care && dayOf(care.start)],
    ['care-end', careEnd],
    ['payer-name', maintenancePayer && maintenancePayer.name],
    ['payer-code', maintenancePayer && maintenancePayer.personalIdentityCode],
    ['agreement-date', agreement && dayOf(agreement.madeOn)],
    [
      'consent',
      agreement && `${names.ofList('consent-kinds', agreement.consentKind)}, ${dayOf(agreement.consentedOn)}`,
    ],
  ]);
};

const childrenTable = ({ children }: PaymentClaim): PaperTable | null =>
  children.length === 0
    ? null
    : {
        key: 'children',
        columns: ['name', 'code'],
        rows: children.map(({ name, personalIdentityCode }) => [name, personalIdentityCode]),
        total: null,
      };

const assistanceTable = ({ assistanceRows: rows }: PaymentClaim, names: Names): PaperTable | null =>
  rows.length === 0
    ? null
    : {
        key: 'assistance',
        columns: ['month', 'kind', 'decision-date', 'decision-number', 'amount'],
        rows: rows.map((row) => [
          monthOf(row.month),
          names.ofList('assistance-kinds', row.kind),
          dayOf(row.decisionDate),
          row.decisionNumber,
          formatMoney(row.cents),
        ]),
        total: formatMoney(sumCents(rows.map(({ cents }) => cents))),
      };

const maintenanceTable = ({ maintenanceItems: items }: PaymentClaim): PaperTable | null =>
  items.length === 0
    ? null
    : {
        key: 'maintenance',
        columns: ['month', 'amount'],
        rows: items.map(({ month, cents }) => [monthOf(month), formatMoney(cents)]),
        total: formatMoney(sumCents(items.map(({ cents }) => cents))),
      };

/**
 * The paper of a claim: every datum that its rule asks for, in the order in which a reader at Kela needs
 * them. It names a form and gives its data, and does not copy the form's layout.
 */
export const paperDocument = (
  claim: PaymentClaim,
  parties: PaperParties,
  language: PaperLanguage,
): PaperDocument => {
  const names = createNames(language);
  const { account } = parties;
  const sections: readonly PaperSection[] = [
    { key: 'sender', rows: senderRows(claim, parties, language), table: null },
    {
      key: 'recipient',
      rows: rowsOf([
        ['recipient-name', parties.clientName],
        ['recipient-code', claim.clientCode],
      ]),
      table: null,
    },
    { key: 'claim', rows: claimRows(claim, names, language), table: null },
    { key: 'ground', rows: groundRows(claim, names), table: null },
    { key: 'children', rows: [], table: childrenTable(claim) },
    { key: 'assistance', rows: [], table: assistanceTable(claim, names) },
    { key: 'maintenance', rows: [], table: maintenanceTable(claim) },
    { key: 'reasons', rows: rowsOf([['reasons', claim.reasons]]), table: null },
    {
      key: 'payment',
      rows: rowsOf([
        ['account-name', account.name],
        ['account', ibanText(account.iban)],
        ['reference', referenceText(claim.reference)],
      ]),
      table: null,
    },
  ];
  const byAgreement = claim.legalBase === 'AGREEMENT';
  return {
    language,
    kind: kindOf(claim),
    form: formOf(claim, language),
    delivery: byAgreement ? 'secure-mail-or-post' : 'post',
    sections: sections.filter(({ rows, table }) => rows.length > 0 || table !== null),
    attachments: claim.attachments.map((paper) => attachmentTitle(paper, language)),
  };
};
