import { claimSituations } from '../../../shared/codes/index.ts';
import { parseFinnish } from '../../../shared/domain/dates.ts';
import { parseMoney, sumCents } from '../../../shared/domain/money.ts';
import { attachmentsOf, paperFormsOf } from '../../../shared/domain/payment-claim/index.ts';
import { m } from '../../../shared/messages/generated/messages.js';
import { localName } from '../../platform/code-names.ts';
import { benefitName, capital, claimAmountText, codeName, date, money, periodText } from '../client/index.ts';
import { accountText } from './account-text.ts';
import { baseTexts } from './base-texts.ts';
import { enclosedPapers, type YesNo } from './claim-form.ts';
import type { GroupName } from './claim-groups.ts';
import type { ClaimWizard } from './claim-wizard.svelte.ts';
import { paperFormName } from './paper-form-name.ts';

/** A line of the summary with the group where it is changed. */
export interface ReviewRow {
  readonly key: string;
  readonly label: string;
  readonly value: string;
  readonly group: GroupName;
}

const typedDate = (text: string): string => {
  const parsed = parseFinnish(text);
  return parsed.ok ? date(parsed.value) : text;
};
const joined = (parts: readonly string[], separator = ', '): string =>
  parts.filter((part) => part.trim() !== '').join(separator);
const yesNo = (answer: YesNo): string => {
  if (answer === '') return '';
  return answer === 'yes' ? m.common_yes() : m.common_no();
};

/** As the receipt and the register write it; what is no day stands as it was typed. */
const spanOf = (from: string, to: string): string => {
  const [start, end] = [parseFinnish(from), parseFinnish(to)];
  if (start.ok && end.ok) return periodText({ start: start.value, end: end.value });
  if (start.ok && to.trim() === '') return periodText({ start: start.value, end: null });
  return joined([typedDate(from), typedDate(to)], '–');
};
const periodOf = ({ filling: { filled } }: ClaimWizard): string =>
  spanOf(filled.periodStart, filled.periodEnd);

const amountOf = ({ filling: { filled } }: ClaimWizard): string => {
  const kind = filled.situation === 'A' ? 'total' : filled.amountKind;
  if (kind === '') return '';
  if (kind === 'whole-benefit') return capital(claimAmountText({ kind }));
  const parsed = parseMoney(filled.amount);
  return parsed.ok ? capital(claimAmountText({ kind, cents: parsed.value })) : filled.amount;
};

const accountOf = ({ form, filling: { accounts } }: ClaimWizard): string => {
  const account =
    accounts.phase === 'ready'
      ? accounts.accounts.find(({ accountId }) => accountId === form.payeeAccountId)
      : undefined;
  return account === undefined ? '' : `${account.name}, ${accountText(account.iban)}`;
};

const baseOf = ({ form, reading: { route } }: ClaimWizard): string => {
  if (!('legalBase' in route)) return '';
  const { name, other } = baseTexts(route.legalBase, form.provision);
  return joined([name, other], '\n');
};

/** The core that is read back before sending: paragraph, benefit, period, amount, payee. */
export const coreRows = (wizard: ClaimWizard): readonly ReviewRow[] => [
  {
    key: 'base',
    label: wizard.form.situation === 'F' ? m.paper_row_agreed() : m.claims_base(),
    value: baseOf(wizard),
    group: 'situation',
  },
  {
    key: 'benefit',
    label: m.claims_benefit(),
    value: wizard.reading.benefitCode === null ? '' : benefitName(wizard.reading.benefitCode),
    group: 'benefit',
  },
  { key: 'period', label: m.claims_period_heading(), value: periodOf(wizard), group: 'period' },
  { key: 'amount', label: m.claims_amount(), value: amountOf(wizard), group: 'period' },
  { key: 'account', label: m.claims_account(), value: accountOf(wizard), group: 'payee' },
];

const decisionOf = ({ form }: ClaimWizard): string => {
  if (form.decisionState === 'decided')
    return m.claims_review_decided({ date: typedDate(form.decisionDate) });
  if (form.decisionState === 'pending') return m.claims_decision_pending();
  return form.decisionState === 'not-applied' ? m.claims_decision_not_applied() : '';
};

const grounds = {
  'child-in-care': m.claim_wizard_c1_child,
  'weighty-reason': m.claim_wizard_c1_reason,
  'payee-in-care': m.claim_wizard_c1_payee,
} as const;
const payees = {
  guardian: m.claim_wizard_c2_guardian,
  'foster-carer': m.claim_wizard_c2_foster,
  nobody: m.claim_wizard_c2_nobody,
} as const;
const maintenanceBases = {
  'allowance-only': m.claim_wizard_d_allowance,
  'client-fees-act': m.claim_wizard_d_fees,
} as const;

const question = (key: string, label: string, value: string): ReviewRow => ({
  key,
  label,
  value,
  group: 'benefit',
});
const chosen = <Code extends string>(code: '' | Code, texts: Readonly<Record<Code, () => string>>): string =>
  code === '' ? '' : texts[code]();

/** The answers to the questions of the situation. */
const questionRows = (wizard: ClaimWizard): readonly ReviewRow[] => {
  const { form } = wizard;
  switch (form.situation) {
    case 'A':
      return [question('decision', m.claims_decision_legend(), decisionOf(wizard))];
    case 'B':
      return form.benefitCode === 'KHT'
        ? [question('child', m.claims_child_legend(), yesNo(form.childInCare))]
        : [];
    case 'C':
      return [
        question('ground', m.claim_wizard_c1(), chosen(form.childBenefitGround, grounds)),
        ...(form.childBenefitGround === 'payee-in-care'
          ? []
          : [question('payee', m.claim_wizard_c2(), chosen(form.childBenefitPayee, payees))]),
        ...(form.childBenefitGround === 'child-in-care'
          ? [question('month', m.claim_wizard_one_month(), yesNo(form.careOverOneMonth))]
          : []),
      ];
    case 'D':
      return [
        question('payment', m.claim_wizard_d_payment(), yesNo(form.allowanceInPayment)),
        question('claimed', m.claim_wizard_d_base(), chosen(form.maintenanceBase, maintenanceBases)),
      ];
    case 'F':
      return [question('consent', m.claim_wizard_f_consent(), yesNo(form.clientConsents))];
    default:
      return [];
  }
};

const itemsOf = ({ form }: ClaimWizard): string => {
  const sums = form.items
    .map(({ amount }) => parseMoney(amount))
    .flatMap((read) => (read.ok ? [read.value] : []));
  return m.claim_wizard_review_items({ count: form.items.length, sum: money(sumCents(sums)) });
};

const agreementOf = ({ form }: ClaimWizard): string =>
  form.agreementMadeOn === ''
    ? ''
    : m.claim_wizard_agreement_row({
        made: typedDate(form.agreementMadeOn),
        consent: (form.consentKind === 'consent'
          ? m.claim_wizard_consent_consent()
          : m.claim_wizard_consent_power()
        ).toLowerCase(),
        date: typedDate(form.consentedOn),
      });

const careOf = ({ form }: ClaimWizard): string =>
  joined([
    form.careUnit,
    form.careType === '' ? '' : codeName('care-types', form.careType),
    spanOf(form.careStart, form.careEnd),
  ]);

const paperFormOf = ({ form, reading: { route, benefitCode } }: ClaimWizard): string =>
  'legalBase' in route
    ? paperFormName(form.paperForm || (paperFormsOf(benefitCode, route.legalBase)[0] ?? ''))
    : '';

const papersOf = ({ form, reading: { route } }: ClaimWizard): string => {
  const known = 'legalBase' in route ? attachmentsOf(route.legalBase) : [];
  const ticked = enclosedPapers(form);
  return joined(
    [
      ...known.filter(({ code }) => ticked.includes(code)).map(localName),
      ...form.attachments.map(({ title }) => title),
    ],
    '\n',
  );
};

type GroupRows = (wizard: ClaimWizard) => readonly Omit<ReviewRow, 'group'>[];

/** What the groups between the questions and the period say, a row or two each. */
const rowsOfGroup: Readonly<Partial<Record<GroupName, GroupRows>>> = {
  assistance: ({ form, filling: { assistanceSum } }) => [
    {
      key: 'rows',
      label: m.claims_rows_heading(),
      value: m.claims_review_rows({ count: form.rows.length, sum: money(assistanceSum ?? 0) }),
    },
  ],
  care: (wizard) => [{ key: 'care', label: m.claims_care_heading(), value: careOf(wizard) }],
  children: ({ form }) => [
    {
      key: 'children',
      label: m.claim_wizard_group_children(),
      value: form.children.map(({ name, code }) => joined([name, code])).join('\n'),
    },
  ],
  maintenance: (wizard) => [
    {
      key: 'payer',
      label: m.claim_wizard_payer(),
      value: joined([wizard.form.payerName, wizard.form.payerCode]),
    },
    ...(wizard.form.benefitCode === 'ELA'
      ? [{ key: 'items', label: m.claim_wizard_items(), value: itemsOf(wizard) }]
      : []),
  ],
  agreement: (wizard) => [
    { key: 'agreement', label: m.claim_wizard_group_agreement(), value: agreementOf(wizard) },
  ],
  reasons: ({ form }) => [{ key: 'reasons', label: m.claim_wizard_group_reasons(), value: form.reasons }],
  paper: (wizard) => [
    { key: 'form', label: m.claim_wizard_review_form(), value: paperFormOf(wizard) },
    {
      key: 'attachments',
      label: m.claim_wizard_attachments(),
      value: papersOf(wizard),
    },
  ],
};

/** Every answer of the claim, in the order of the groups. */
export const reviewRows = (wizard: ClaimWizard): readonly ReviewRow[] => {
  const { form } = wizard;
  const [base, benefit, ...rest] = coreRows(wizard);
  const situation = claimSituations.find(form.situation);
  const between = (names: readonly GroupName[]): readonly ReviewRow[] =>
    names
      .filter((group) => wizard.reading.groups.includes(group))
      .flatMap((group) => (rowsOfGroup[group]?.(wizard) ?? []).map((row) => ({ ...row, group })));
  return [
    {
      key: 'situation',
      label: m.claim_wizard_group_situation(),
      value: situation === null ? '' : localName(situation),
      group: 'situation',
    },
    ...(base === undefined ? [] : [base]),
    ...(benefit === undefined ? [] : [benefit]),
    ...questionRows(wizard),
    ...between(['assistance', 'care', 'children', 'maintenance', 'agreement', 'reasons']),
    ...rest,
    { key: 'reference', label: m.claims_reference(), value: form.reference, group: 'payee' },
    { key: 'own-case', label: m.claims_own_case(), value: form.ownCaseId, group: 'payee' },
    {
      key: 'handler',
      label: m.claims_handler_heading(),
      value: joined([form.handlerName, form.handlerPhone, form.handlerEmail]),
      group: 'handler',
    },
    {
      key: 'informed',
      label: m.claims_informed_heading(),
      value: form.informed ? m.claims_review_informed_on({ date: typedDate(form.informedDate) }) : '',
      group: 'handler',
    },
    ...between(['paper']),
  ];
};
