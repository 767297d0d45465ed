import { claimSituations } from '../../../shared/codes/index.ts';
import { parseFinnish } from '../../../shared/domain/dates.ts';
import { parseMoney } from '../../../shared/domain/money.ts';
import { m } from '../../../shared/messages/generated/messages.js';
import { localName } from '../../platform/code-names.ts';
import {
  benefitName,
  capital,
  claimAmountText,
  codeName,
  date,
  legalBaseName,
  money,
} from '../client/index.ts';
import { accountText } from './account-text.ts';
import type { ClaimStep } from './claim-steps.ts';
import type { ClaimWizard } from './claim-wizard.svelte.ts';

/** A line of the summary with the step where it is changed. */
export interface ReviewRow {
  readonly key: string;
  readonly label: string;
  readonly value: string;
  readonly step: ClaimStep;
}

const typedDate = (text: string): string => {
  const parsed = parseFinnish(text);
  return parsed.ok ? date(parsed.value) : text;
};

const periodOf = ({ form }: ClaimWizard): string => {
  const end = form.periodEnd === '' ? m.claims_review_until_further() : typedDate(form.periodEnd);
  return `${typedDate(form.periodStart)} – ${end}`;
};

const amountOf = ({ form }: ClaimWizard): string => {
  const kind = form.situation === 'A' ? 'total' : form.amountKind;
  if (kind === '') return '';
  if (kind === 'whole-benefit') return claimAmountText({ kind });
  const parsed = parseMoney(form.amount);
  return parsed.ok ? claimAmountText({ kind, cents: parsed.value }) : form.amount;
};

const accountOf = ({ form, accounts }: ClaimWizard): string => {
  const account =
    accounts.phase === 'ready'
      ? accounts.accounts.find(({ accountId }) => accountId === form.payeeAccountId)
      : undefined;
  return account === undefined ? '' : `${account.name}, ${accountText(account.iban)}`;
};

const decisionOf = ({ form }: ClaimWizard): string => {
  if (form.decisionState === 'decided')
    return m.claims_review_decided({ date: typedDate(form.decisionDate) });
  if (form.decisionState === 'pending') return m.claims_decision_pending();
  return form.decisionState === 'not-applied' ? m.claims_decision_not_applied() : '';
};

const legalBase = ({ form }: ClaimWizard): string =>
  legalBaseName(form.situation === 'A' ? 'TOTUL_23' : 'AML_14');

const situationOf = ({ form }: ClaimWizard): string => {
  const row = claimSituations.find(form.situation);
  return row === null ? '' : localName(row);
};

const careOf = ({ form }: ClaimWizard): string =>
  [
    form.careUnit,
    codeName('care-types', form.careType),
    `${typedDate(form.careStart)} – ${typedDate(form.careEnd)}`,
  ]
    .filter((part) => part !== '')
    .join(', ');

const rowsOf = ({ form, assistanceSum }: ClaimWizard): string =>
  m.claims_review_rows({ count: form.rows.length, sum: money(assistanceSum ?? 0) });

/** The core that is read back before sending: paragraph, benefit, period, amount, payee. */
export const coreRows = (wizard: ClaimWizard): readonly ReviewRow[] => [
  { key: 'base', label: m.claims_base(), value: legalBase(wizard), step: 'situation' },
  { key: 'benefit', label: m.claims_benefit(), value: benefitName(wizard.form.benefitCode), step: 'benefit' },
  { key: 'period', label: m.claims_period_heading(), value: periodOf(wizard), step: 'claim' },
  { key: 'amount', label: m.claims_amount_legend(), value: capital(amountOf(wizard)), step: 'claim' },
  { key: 'account', label: m.claims_account(), value: accountOf(wizard), step: 'payee' },
];

/** Every answer of the claim, in the order of the steps. */
export const reviewRows = (wizard: ClaimWizard): readonly ReviewRow[] => {
  const { form } = wizard;
  const [base, benefit, ...core] = coreRows(wizard);
  const advance = form.situation === 'A';
  const own: readonly ReviewRow[] = advance
    ? [
        { key: 'decision', label: m.claims_decision_legend(), value: decisionOf(wizard), step: 'benefit' },
        { key: 'rows', label: m.claims_rows_heading(), value: rowsOf(wizard), step: 'claim' },
      ]
    : [{ key: 'care', label: m.claims_care_heading(), value: careOf(wizard), step: 'claim' }];
  const handler = [form.handlerName, form.handlerPhone, form.handlerEmail].filter((part) => part !== '');
  return [
    { key: 'situation', label: m.claims_step_situation(), value: situationOf(wizard), step: 'situation' },
    ...(base === undefined ? [] : [base]),
    ...(benefit === undefined ? [] : [benefit]),
    ...own,
    ...core,
    {
      key: 'reference',
      label: m.claims_reference(),
      value: form.reference || m.claims_review_none(),
      step: 'payee',
    },
    {
      key: 'own-case',
      label: m.claims_own_case(),
      value: form.ownCaseId || m.claims_review_none(),
      step: 'payee',
    },
    { key: 'handler', label: m.claims_handler_heading(), value: handler.join(', '), step: 'payee' },
    {
      key: 'informed',
      label: m.claims_informed_heading(),
      value: form.informed ? m.claims_review_informed_on({ date: typedDate(form.informedDate) }) : '',
      step: 'payee',
    },
  ];
};
