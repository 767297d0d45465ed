import { legalBases, type LegalBaseCode } from '../../../shared/codes/index.ts';
import type { ClaimRoute } from '../../../shared/domain/payment-claim/index.ts';
import { isChanged, type ClaimForm } from './claim-form.ts';

/** Groups of questions in their order; which of them a claim has depends on the answers so far. */
export const groupNames = [
  'situation',
  'benefit',
  'assistance',
  'care',
  'children',
  'maintenance',
  'agreement',
  'reasons',
  'period',
  'payee',
  'handler',
  'paper',
] as const;
export type GroupName = (typeof groupNames)[number];
/** What the guided mode shows one at a time: a group, or the answers to check. */
export type PageName = GroupName | 'review';

interface Asked {
  readonly situation: ClaimForm['situation'];
  /** Null until the answers lead to one. */
  readonly base: LegalBaseCode | null;
  readonly onPaper: boolean;
}

const ofChild = ({ base }: Asked): boolean => base === 'LAPSILISAL_11_1' || base === 'LAPSILISAL_12_2';
const begun = ({ situation }: Asked): boolean => situation !== '';

const isAsked: Readonly<Record<GroupName, (asked: Asked) => boolean>> = {
  situation: () => true,
  benefit: ({ situation }) => situation !== '' && situation !== 'G',
  assistance: ({ situation }) => situation === 'A',
  care: ({ situation, base }) =>
    situation === 'B' || situation === 'D' || base === 'AML_14' || base === 'LAPSILISAL_11_1',
  children: (asked) => asked.situation === 'D' || ofChild(asked),
  maintenance: ({ situation }) => situation === 'D',
  agreement: ({ situation }) => situation === 'F',
  reasons: ({ base }) => {
    const row = base === null ? null : legalBases.find(base);
    return row?.reasonsNeeded === true || row?.provisionNeeded === true;
  },
  period: begun,
  payee: begun,
  handler: begun,
  paper: ({ onPaper }) => onPaper,
};

/** The groups that a claim has as it stands. */
export const groupsOf = ({ situation }: ClaimForm, route: ClaimRoute): readonly GroupName[] => {
  const base = 'legalBase' in route ? route.legalBase : null;
  const onPaper = route.kind === 'paper-form' || route.kind === 'letter';
  return groupNames.filter((name) => isAsked[name]({ situation, base, onPaper }));
};

const groupOfRoot: Readonly<Record<string, GroupName>> = {
  situation: 'situation',
  legalBase: 'situation',
  clientCode: 'situation',
  benefitCode: 'benefit',
  answers: 'benefit',
  assistanceRows: 'assistance',
  care: 'care',
  children: 'children',
  maintenancePayer: 'maintenance',
  maintenanceItems: 'maintenance',
  agreement: 'agreement',
  reasons: 'reasons',
  provision: 'reasons',
  period: 'period',
  amount: 'period',
  payeeAccountId: 'payee',
  reference: 'payee',
  ownCaseId: 'payee',
  handler: 'handler',
  clientInformed: 'handler',
  form: 'paper',
  attachments: 'paper',
};

/** The group where a field of the draft is filled; what concerns no field is the review's matter. */
export const pageOfField = (field: string): PageName => groupOfRoot[field.split('.')[0] ?? ''] ?? 'review';

const fieldsOf: Readonly<Record<GroupName, readonly (keyof ClaimForm)[]>> = {
  situation: ['situation'],
  benefit: [
    'benefitCode',
    'decisionState',
    'decisionDate',
    'childInCare',
    'childBenefitGround',
    'childBenefitPayee',
    'careOverOneMonth',
    'allowanceInPayment',
    'maintenanceBase',
    'clientConsents',
  ],
  assistance: ['rows'],
  care: ['careUnit', 'careType', 'careStart', 'careEnd'],
  children: ['children'],
  maintenance: ['payerName', 'payerCode', 'items'],
  agreement: ['agreementMadeOn', 'consentKind', 'consentedOn'],
  reasons: ['reasons', 'provision'],
  period: ['periodStart', 'periodEnd', 'amountKind', 'amount'],
  payee: ['payeeAccountId', 'reference', 'ownCaseId'],
  handler: ['handlerName', 'handlerPhone', 'handlerEmail', 'informed', 'informedDate'],
  paper: ['paperForm', 'enclosed', 'attachments'],
};

/** Whether the user has filled anything of a group in. */
export const isGroupBegun = (group: GroupName, form: ClaimForm, initial: ClaimForm): boolean =>
  fieldsOf[group].some((name) => isChanged(form, initial, name));

/**
 * Id of the control of a field: the target of links. A group of controls leads to its first one.
 * @param scope of the wizard: two may stand side by side
 */
export const idOfField = (scope: string, field: string): string => {
  const first: Readonly<Record<string, string>> = {
    period: 'period.start',
    care: 'care.careType',
    assistanceRows: 'assistanceRows.0.month',
    children: 'children.0.name',
    maintenanceItems: 'maintenanceItems.0.month',
    amount: 'amount.kind',
    legalBase: 'situation',
    clientCode: 'situation',
  };
  return `${scope}-${(first[field] ?? field).replaceAll('.', '-')}`;
};
