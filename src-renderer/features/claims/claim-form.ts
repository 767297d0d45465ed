import type { SituationCode } from '../../../shared/codes/index.ts';
import type { AmountKind } from '../../../shared/domain/payment-claim/types.ts';

/** A row of a list; `key` tells rows apart on the screen and is not sent. */
interface Row {
  readonly key: number;
}

/** One month of assistance as it is typed. */
export interface AssistanceRowForm extends Row {
  /** 'm/yyyy' */
  month: string;
  decisionDate: string;
  decisionNumber: string;
  kind: '' | 'supplementary' | 'preventive';
  amount: string;
}

export interface ChildForm extends Row {
  name: string;
  code: string;
}

/** Recovered maintenance of one month. */
export interface MaintenanceRowForm extends Row {
  /** 'm/yyyy' */
  month: string;
  amount: string;
}

export interface AttachmentForm extends Row {
  title: string;
}

export type YesNo = '' | 'yes' | 'no';

/**
 * Everything that the user has typed, as text, whichever group of questions or situation it belongs to: nothing
 * is thrown away when another situation is tried.
 */
export interface ClaimForm {
  situation: '' | SituationCode;
  benefitCode: string;
  /** The user has chosen the benefit; until then it follows the client's data. */
  benefitOwn: boolean;
  decisionState: '' | 'pending' | 'decided' | 'not-applied';
  decisionDate: string;
  /** The user has told of the decision; until then it follows the client's data. */
  decisionOwn: boolean;
  childInCare: YesNo;
  childBenefitGround: '' | 'child-in-care' | 'weighty-reason' | 'payee-in-care';
  childBenefitPayee: '' | 'guardian' | 'foster-carer' | 'nobody';
  careOverOneMonth: YesNo;
  allowanceInPayment: YesNo;
  maintenanceBase: '' | 'allowance-only' | 'client-fees-act';
  clientConsents: YesNo;
  periodStart: string;
  periodEnd: string;
  /** The user has set the period; until then it follows the rows of assistance. */
  periodOwn: boolean;
  amountKind: '' | AmountKind;
  amount: string;
  /** The user has set the amount; until then it follows the rows of assistance. */
  amountOwn: boolean;
  rows: AssistanceRowForm[];
  careUnit: string;
  careType: string;
  careStart: string;
  careEnd: string;
  children: ChildForm[];
  payerName: string;
  payerCode: string;
  items: MaintenanceRowForm[];
  agreementMadeOn: string;
  consentKind: '' | 'consent' | 'power-of-attorney';
  consentedOn: string;
  provision: string;
  reasons: string;
  /** A code of claim-forms.json or FREE_FORM; '' is the usual one of the base. */
  paperForm: string;
  /** Codes of claim-attachments.json that are ticked, with spaces between them. */
  enclosed: string;
  attachments: AttachmentForm[];
  payeeAccountId: string;
  reference: string;
  ownCaseId: string;
  handlerName: string;
  handlerPhone: string;
  handlerEmail: string;
  informed: boolean;
  informedDate: string;
}

/** Lists of the form: each has rows with keys of its own. */
export type ListName = 'rows' | 'children' | 'items' | 'attachments';
export type RowOf<Name extends ListName> = ClaimForm[Name][number];
/** Fields of text, choice or tick. */
export type FieldName = Exclude<keyof ClaimForm, ListName>;

export const emptyRows: { readonly [Name in ListName]: (key: number) => RowOf<Name> } = {
  rows: (key) => ({ key, month: '', decisionDate: '', decisionNumber: '', kind: '', amount: '' }),
  children: (key) => ({ key, name: '', code: '' }),
  items: (key) => ({ key, month: '', amount: '' }),
  attachments: (key) => ({ key, title: '' }),
};

export const listNames = Object.keys(emptyRows) as readonly ListName[];

export const emptyForm = (): ClaimForm => ({
  situation: '',
  benefitCode: '',
  benefitOwn: false,
  decisionState: '',
  decisionDate: '',
  decisionOwn: false,
  childInCare: '',
  childBenefitGround: '',
  childBenefitPayee: '',
  careOverOneMonth: '',
  allowanceInPayment: '',
  maintenanceBase: '',
  clientConsents: '',
  periodStart: '',
  periodEnd: '',
  periodOwn: false,
  amountKind: '',
  amount: '',
  amountOwn: false,
  rows: [emptyRows.rows(0)],
  careUnit: '',
  careType: '',
  careStart: '',
  careEnd: '',
  children: [emptyRows.children(0)],
  payerName: '',
  payerCode: '',
  items: [emptyRows.items(0)],
  agreementMadeOn: '',
  consentKind: '',
  consentedOn: '',
  provision: '',
  reasons: '',
  paperForm: '',
  enclosed: '',
  attachments: [],
  payeeAccountId: '',
  reference: '',
  ownCaseId: '',
  handlerName: '',
  handlerPhone: '',
  handlerEmail: '',
  informed: false,
  informedDate: '',
});

/** Papers of the code list that are ticked. */
export const enclosedPapers = ({ enclosed }: ClaimForm): readonly string[] =>
  enclosed.split(' ').filter((code) => code !== '');

const withoutKeys = (list: readonly Row[]): string => JSON.stringify(list.map(({ key: _, ...row }) => row));

/** Whether one field or list holds something else than it did at the start. */
export const isChanged = (form: ClaimForm, initial: ClaimForm, name: keyof ClaimForm): boolean => {
  const [value, before] = [form[name], initial[name]];
  return Array.isArray(value) && Array.isArray(before)
    ? withoutKeys(value) !== withoutKeys(before)
    : value !== before;
};

/** Whether the user has typed or chosen anything worth asking about before it is thrown away. */
export const isBegun = (form: ClaimForm, initial: ClaimForm): boolean =>
  (Object.keys(initial) as (keyof ClaimForm)[]).some((name) => isChanged(form, initial, name));
