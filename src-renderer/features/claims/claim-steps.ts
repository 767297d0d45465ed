import type { ClaimForm } from './claim-form.ts';

/** Steps of the wizard in their order. */
export const claimSteps = ['situation', 'benefit', 'claim', 'payee', 'review'] as const;
export type ClaimStep = (typeof claimSteps)[number];

const stepOfRoot: Readonly<Record<string, ClaimStep>> = {
  situation: 'situation',
  legalBase: 'situation',
  clientCode: 'situation',
  benefitCode: 'benefit',
  answers: 'benefit',
  period: 'claim',
  amount: 'claim',
  assistanceRows: 'claim',
  care: 'claim',
  payeeAccountId: 'payee',
  reference: 'payee',
  ownCaseId: 'payee',
  handler: 'payee',
  clientInformed: 'payee',
};

/** The step where a field is filled; what concerns no field is the review's matter. */
export const stepOfField = (field: string): ClaimStep => stepOfRoot[field.split('.')[0] ?? ''] ?? 'review';

/** Id of the control of a field: the target of links. A group leads to its first control. */
export const idOfField = (field: string): string => {
  const first: Readonly<Record<string, string>> = {
    period: 'period.start',
    care: 'care.unitName',
    assistanceRows: 'assistanceRows.0.month',
    amount: 'amount.kind',
    legalBase: 'situation',
  };
  return `claim-${(first[field] ?? field).replaceAll('.', '-')}`;
};

type FormField = Exclude<keyof ClaimForm, 'rows' | 'situation'>;

/** Whether the user has typed or chosen anything worth asking about before it is thrown away. */
export const isBegun = (form: ClaimForm, initial: ClaimForm): boolean => {
  if (form.situation !== initial.situation || form.rows.length !== initial.rows.length) return true;
  const fields = Object.keys(initial).filter(
    (name): name is FormField => name !== 'rows' && name !== 'situation',
  );
  return (
    fields.some((name) => form[name] !== initial[name]) ||
    form.rows.some(({ month, decisionDate, decisionNumber, kind, amount }) =>
      [month, decisionDate, decisionNumber, kind, amount].some((text) => text !== ''),
    )
  );
};
