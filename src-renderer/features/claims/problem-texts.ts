import { claimAttachments } from '../../../shared/codes/index.ts';
import { explain } from '../../../shared/domain/payment-claim/index.ts';
import { m } from '../../../shared/messages/generated/messages.js';
import { localName } from '../../platform/code-names.ts';
import { capital, date, money, periodText } from '../client/index.ts';
import type { ClaimProblem } from './claim-problems.ts';

const fieldLabels: Readonly<Record<string, () => string>> = {
  benefitCode: m.claims_benefit,
  'answers.benefitDecision': m.claims_decision_legend,
  'answers.benefitDecision.decisionDate': m.claims_decision_date,
  'answers.childInCareOverThreeMonths': m.claims_child_legend,
  'period.start': m.claims_period_start,
  'period.end': m.claims_period_end,
  period: m.claims_period_heading,
  amount: m.claims_amount_legend,
  'amount.kind': m.claims_amount_legend,
  'amount.cents': m.claims_amount,
  assistanceRows: m.claims_rows_heading,
  care: m.claims_care_heading,
  'care.unitName': m.claims_care_unit,
  'care.careType': m.claims_care_type,
  'care.start': m.claims_care_start,
  'care.expectedEnd': m.claims_care_end,
  payeeAccountId: m.claims_account,
  reference: m.claims_reference,
  ownCaseId: m.claims_own_case,
  'handler.name': m.claims_handler_name,
  'handler.phone': m.claims_handler_phone,
  'handler.email': m.claims_handler_email,
  'clientInformed.informed': m.claims_informed,
  'clientInformed.date': m.claims_informed_date,
  legalBase: m.claims_base,
  situation: m.claim_wizard_group_situation,
  'answers.childBenefitGround': m.claim_wizard_c1,
  'answers.childBenefitPayee': m.claim_wizard_c2,
  'answers.careOverOneMonth': m.claim_wizard_one_month,
  'answers.allowanceInPayment': m.claim_wizard_d_payment,
  'answers.maintenanceBase': m.claim_wizard_d_base,
  'answers.clientConsents': m.claim_wizard_f_consent,
  children: m.claim_wizard_group_children,
  'maintenancePayer.name': m.claim_wizard_payer_name,
  'maintenancePayer.personalIdentityCode': m.claim_wizard_payer_code,
  maintenanceItems: m.claim_wizard_items,
  'agreement.madeOn': m.claim_wizard_agreement_made,
  'agreement.consentKind': m.claim_wizard_consent_kind,
  'agreement.consentedOn': m.claim_wizard_consented_on,
  provision: m.claim_wizard_provision,
  reasons: m.claim_wizard_reasons,
  form: m.claim_wizard_paper_form,
  attachments: m.claim_wizard_attachments,
};

type Numbered = (inputs: { number: number }) => string;

/** Lists: the name of a row by its number, and the names of its fields. */
const rowLabels: Readonly<
  Record<string, { readonly legend: Numbered; readonly fields: Readonly<Record<string, () => string>> }>
> = {
  assistanceRows: {
    legend: m.claims_row_legend,
    fields: {
      month: m.claims_row_month,
      decisionDate: m.claims_row_decision_date,
      decisionNumber: m.claims_row_decision_number,
      kind: m.claims_row_kind,
      cents: m.claims_row_amount,
    },
  },
  children: {
    legend: m.claim_wizard_child_legend,
    // 'Child 1, name': the row's name says whose.
    fields: { name: m.paper_column_name, personalIdentityCode: m.paper_column_code },
  },
  maintenanceItems: {
    legend: m.claim_wizard_item_legend,
    fields: { month: m.claim_wizard_item_month, cents: m.claim_wizard_item_amount },
  },
  attachments: { legend: m.claim_wizard_attachment, fields: {} },
};

/** Where a problem is told: in the summary, or at its field, which needs no naming there. */
export type ToldAt = 'summary' | 'field';

/** Name of a field as it stands on the screen; in a summary a row's field with the number of its row. */
export const fieldLabel = (field: string, toldAt: ToldAt = 'summary'): string => {
  const [list = '', index = '', name = ''] = /^(\w+)\.(\d+)(?:\.(\w+))?$/.exec(field)?.slice(1) ?? [];
  const row = rowLabels[list];
  if (row === undefined) return fieldLabels[field]?.() ?? field;
  const legend = row.legend({ number: Number(index) + 1 });
  const label = row.fields[name]?.();
  if (label === undefined) return legend;
  return toldAt === 'field' ? label : `${legend}, ${label.toLowerCase()}`;
};

type Params = ClaimProblem['params'];
const text = (value: string | number | undefined): string => String(value ?? '');
const day = (value: string | number | undefined): string => date(text(value));
const month = (value: string | number | undefined): string =>
  `${Number(text(value).slice(5))}/${text(value).slice(0, 4)}`;

const required = (field: string, label: string): string => {
  const paper = claimAttachments.find(field.replace('attachments.', ''));
  if (paper !== null) return m.claim_wizard_attachment_needed({ paper: localName(paper).toLowerCase() });
  if (field === 'situation') return m.claims_error_choose_situation();
  if (field === 'assistanceRows') return m.claims_error_rows_required();
  if (field === 'clientInformed.informed') return m.claims_error_informed();
  return m.claims_error_field_required({ field: label });
};

const unreadable = (field: string, label: string): string => {
  const named = { field: label };
  if (field.endsWith('.month')) return m.claims_error_month(named);
  return field.endsWith('cents') ? m.claims_error_money(named) : m.claims_error_date(named);
};

const invalid = (field: string, label: string, params: Params): string => {
  if (field === 'reference') return m.claims_error_reference();
  if (field === 'provision') return m.claim_wizard_provision_invalid();
  if (field === 'handler.phone') return m.claims_error_phone();
  if (field === 'handler.email') return m.claims_error_email();
  if (field === 'clientInformed.date') return m.claims_error_informed_future();
  if (field === 'care.expectedEnd')
    return m.claims_error_care_end_before_start({ careStart: day(params['careStart']) });
  if (field === 'amount.cents' && 'max' in params)
    return m.claims_error_amount_exceeds_items({ limit: money(Number(params['max'])) });
  if (field.endsWith('cents')) return m.claims_error_amount_positive();
  if (field.endsWith('personalIdentityCode')) return m.claims_error_identity_code({ field: label });
  if ('latest' in params) return m.claims_error_future({ field: label });
  return m.claims_error_field_invalid({ field: label });
};

const periodInvalid = (params: Params): string => {
  if ('earliest' in params) return m.claims_error_period_too_old({ earliest: day(params['earliest']) });
  if ('careStart' in params)
    return m.claims_error_period_before_care({ careStart: day(params['careStart']) });
  if ('validTo' in params) return m.claims_error_period_benefit_ends({ validTo: day(params['validTo']) });
  if ('validFrom' in params)
    return m.claims_error_period_benefit_begins({ validFrom: day(params['validFrom']) });
  if ('end' in params) return m.claims_error_period_end_before_start();
  return m.claims_error_period_invalid();
};

const duplicate = ({ start, end }: Params): string =>
  start === undefined
    ? m.claims_error_duplicate_plain()
    : m.claims_error_duplicate({
        period: periodText({ start: text(start), end: end === undefined ? null : text(end) }),
      });

const outsideAdvance = (params: Params): string =>
  'month' in params
    ? m.claims_error_period_outside_advance({ month: month(params['month']) })
    : m.claims_error_period_outside_advance_plain();

const exceedsAdvance = (params: Params): string =>
  'limit' in params
    ? m.claims_error_amount_exceeds_advance({ limit: money(Number(params['limit'])) })
    : m.claims_error_amount_exceeds_advance_plain();

/** The rule's own words where one answer ended the guide. */
const notClaimable = (params: Params): string => {
  const explanation = 'reason' in params ? explain({ code: 'CLAIM_BENEFIT_NOT_CLAIMABLE', params }) : null;
  return explanation === null ? m.claims_error_benefit_not_claimable() : localName(explanation.rule);
};

const warningPeriod = (params: Params): string =>
  'expectedEnd' in params
    ? m.claims_warning_period_past_care({ expectedEnd: day(params['expectedEnd']) })
    : m.claims_warning_benefit_ends({ validTo: day(params['validTo']) });

const competing = ({ organisation, start, end }: Params): string =>
  m.claims_warning_competing({
    organisation: text(organisation),
    period: periodText({ start: text(start), end: end === undefined ? null : text(end) }),
  });

const errorTexts: Readonly<Record<string, (field: string, label: string, params: Params) => string>> = {
  UNREADABLE: unreadable,
  FIELD_REQUIRED: required,
  FIELD_INVALID: invalid,
  FIELD_TOO_SHORT: (_field, label, params) =>
    m.claims_error_field_too_short({ field: label, min: text(params['min']) }),
  FIELD_TOO_LONG: (_field, label, params) =>
    m.claims_error_field_too_long({ field: label, max: text(params['max']) }),
  CLAIM_BASE_NOT_ELECTRONIC: () => m.claims_error_base_not_electronic(),
  CLAIM_BENEFIT_NOT_IN_BASE: () => m.claims_error_benefit_not_in_base(),
  CLAIM_BENEFIT_NOT_CLAIMABLE: (_field, _label, params) => notClaimable(params),
  CLAIM_WRONG_PERSON: () => m.claims_error_wrong_person(),
  CLAIM_PERIOD_INVALID: (_field, _label, params) => periodInvalid(params),
  CLAIM_PERIOD_OUTSIDE_ADVANCE: (_field, _label, params) => outsideAdvance(params),
  CLAIM_AMOUNT_EXCEEDS_ADVANCE: (_field, _label, params) => exceedsAdvance(params),
  CLAIM_AFTER_DECISION: () => m.claims_error_after_decision(),
  CLAIM_DUPLICATE: (_field, _label, params) => duplicate(params),
  CLAIM_ACCOUNT_UNKNOWN: () => m.claims_error_account_unknown(),
  CLAIM_ORG_NOT_ENTITLED: () => m.claims_error_org_not_entitled(),
  MANDATE_MISSING: () => m.claims_error_mandate_missing(),
  CLIENT_NOT_FOUND: () => m.claims_error_client_not_found(),
  CLIENT_DECEASED: () => m.claims_error_client_deceased(),
};

/** 'Fill in: Month' and 'Month: write it as 3/2026' without the name, which stands above the text already. */
const withoutLabel = (told: string, label: string): string => {
  if (told.endsWith(`: ${label}`)) return told.slice(0, -label.length - 2);
  return told.startsWith(`${label}: `) ? capital(told.slice(label.length + 2)) : told;
};

/** What is wrong and what to do, in the user's language; an unknown code of the service names itself. */
export const problemText = (
  { code, field, severity, params }: ClaimProblem,
  toldAt: ToldAt = 'summary',
): string => {
  if (code === 'CLAIM_BENEFIT_NOT_APPLIED') return m.claims_warning_not_applied();
  if (code === 'CLAIM_COMPETING') return competing(params);
  if (severity === 'warning' && code === 'CLAIM_PERIOD_INVALID') return warningPeriod(params);
  const label = fieldLabel(field, toldAt);
  const named = errorTexts[code];
  if (named !== undefined) {
    const told = named(field, label, params);
    return toldAt === 'field' ? withoutLabel(told, label) : told;
  }
  return `${m.claims_error_field_invalid({ field: label })} (${code})`;
};
