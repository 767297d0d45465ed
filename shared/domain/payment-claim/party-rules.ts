import { legalBases, smallCodeLists } from '../../codes/index.ts';
import { addMonths } from '../dates.ts';
import { sumCents } from '../money.ts';
import { parsePersonalIdentityCode } from '../personal-identity-code.ts';
import { benefitOf } from './guide.ts';
import { attachmentsOf, paperFormsOf } from './paper-forms.ts';
import type { ClaimContext, ClaimViolation, NamedPerson, PaymentClaimDraft } from './types.ts';
import { error, isBlank, isUnfilled, lengthWithin, MONTH, required } from './violations.ts';

type Check = (draft: PaymentClaimDraft, context: ClaimContext) => readonly ClaimViolation[];
type PersonDraft = { readonly [Field in keyof NamedPerson]?: NamedPerson[Field] | null };

const MOST_CHILDREN = 20;
const MOST_ITEMS = 120;
const MOST_ATTACHMENTS = 10;

/** Child benefit and maintenance for a placed child, or for the child's weighty reason: the child must be told. */
const namesChildren = ({ situation, legalBase }: PaymentClaimDraft): boolean =>
  situation === 'D' || legalBase === 'LAPSILISAL_11_1' || legalBase === 'LAPSILISAL_12_2';

/** The claim rests on care, of the recipient or of the child, so it must say since when and in which kind. */
const restsOnCare = ({ situation, legalBase }: PaymentClaimDraft): boolean =>
  legalBase === 'AML_14' || legalBase === 'LAPSILISAL_11_1' || situation === 'D';

const personFields = (path: string, person: PersonDraft): readonly ClaimViolation[] => {
  const { name, personalIdentityCode } = person;
  const found = [
    ...required({ [`${path}.name`]: name, [`${path}.personalIdentityCode`]: personalIdentityCode }),
    ...lengthWithin(`${path}.name`, name, { max: 200 }),
  ];
  if (!isUnfilled(personalIdentityCode) && personalIdentityCode.trim() !== '') {
    // Whether a code may be artificial is the service's matter: it looks its own client up.
    if (!parsePersonalIdentityCode(personalIdentityCode, { allowArtificial: true }).ok)
      found.push(error('FIELD_INVALID', `${path}.personalIdentityCode`));
  }
  return found;
};

const isClient = ({ clientCode }: PaymentClaimDraft, person: PersonDraft): boolean =>
  !isBlank(clientCode) && person.personalIdentityCode?.trim() === clientCode;

/** The claim is made with the code of whoever gets the benefit, never with the child's. */
const children: Check = (draft) => {
  const given = draft.children ?? [];
  if (given.length > MOST_CHILDREN) return [error('FIELD_TOO_LONG', 'children', { max: MOST_CHILDREN })];
  const found = given.flatMap((child, at) => [...personFields(`children.${at}`, child)]);
  if (given.some((child) => isClient(draft, child))) found.push(error('CLAIM_WRONG_PERSON', 'clientCode'));
  if (namesChildren(draft) && given.length === 0) found.push(error('FIELD_REQUIRED', 'children'));
  return found;
};

const maintenance: Check = (draft) => {
  if (draft.situation !== 'D') return [];
  const payer = draft.maintenancePayer ?? {};
  const found = [...personFields('maintenancePayer', payer)];
  if (isClient(draft, payer)) found.push(error('FIELD_INVALID', 'maintenancePayer.personalIdentityCode'));
  const items = draft.maintenanceItems ?? [];
  if (benefitOf(draft) === 'ELA' && items.length === 0)
    found.push(error('FIELD_REQUIRED', 'maintenanceItems'));
  if (items.length > MOST_ITEMS) found.push(error('FIELD_TOO_LONG', 'maintenanceItems', { max: MOST_ITEMS }));
  items.forEach(({ month, cents }, at) => {
    const path = `maintenanceItems.${at}`;
    found.push(...required({ [`${path}.month`]: month, [`${path}.cents`]: cents }));
    if (!isUnfilled(month) && month !== '' && !MONTH.test(month))
      found.push(error('FIELD_INVALID', `${path}.month`));
    if (!isUnfilled(cents) && cents <= 0) found.push(error('FIELD_INVALID', `${path}.cents`, { min: 1 }));
  });
  const limit = sumCents(items.flatMap(({ cents }) => (isUnfilled(cents) ? [] : [cents])));
  const { amount } = draft;
  if (items.length > 0 && amount?.kind === 'total' && !isUnfilled(amount.cents) && amount.cents > limit)
    found.push(error('FIELD_INVALID', 'amount.cents', { max: limit }));
  return found;
};

/** Care must be told where the base is care; elsewhere it must be whole once begun. */
const care: Check = (draft) => {
  const { care: given, legalBase } = draft;
  if (isUnfilled(given)) return restsOnCare(draft) ? [error('FIELD_REQUIRED', 'care')] : [];
  const ofRecipient = legalBase === 'AML_14' && draft.situation !== 'D';
  const found = [
    ...required({
      ...(ofRecipient && { 'care.unitName': given.unitName }),
      'care.careType': given.careType,
      'care.start': given.start,
    }),
    ...lengthWithin('care.unitName', given.unitName, { max: 200 }),
  ];
  if (!isBlank(given.careType) && smallCodeLists['care-types'].find(given.careType ?? '') === null)
    found.push(error('FIELD_INVALID', 'care.careType'));
  const { start, expectedEnd } = given;
  const isShort =
    !isUnfilled(start) &&
    !isUnfilled(expectedEnd) &&
    expectedEnd >= start &&
    expectedEnd <= addMonths(start, 1);
  if (legalBase === 'LAPSILISAL_11_1' && isShort)
    found.push(
      error('CLAIM_BENEFIT_NOT_CLAIMABLE', 'care.expectedEnd', { reason: 'care-not-over-one-month' }),
    );
  return found;
};

/** An agreement holds with the client's consent or power of attorney, which was given no later than today. */
const agreement: Check = ({ situation, agreement: given }, { today }) => {
  if (situation !== 'F') return [];
  const { madeOn, consentKind, consentedOn } = given ?? {};
  const found = [
    ...required({
      'agreement.madeOn': madeOn,
      'agreement.consentKind': consentKind,
      'agreement.consentedOn': consentedOn,
    }),
  ];
  if (!isUnfilled(madeOn) && madeOn > today)
    found.push(error('FIELD_INVALID', 'agreement.madeOn', { latest: today }));
  if (!isUnfilled(consentedOn) && consentedOn > today)
    found.push(error('FIELD_INVALID', 'agreement.consentedOn', { latest: today }));
  return found;
};

/** Every request states its paragraph; where the code list names the act alone, the signer writes the section. */
const provision: Check = ({ legalBase, provision: given }) => {
  if (legalBases.find(legalBase ?? '')?.provisionNeeded !== true) return [];
  const namesNoSection = !isBlank(given) && !/\d/.test(given ?? '');
  return [
    ...required({ provision: given }),
    ...(namesNoSection ? [error('FIELD_INVALID', 'provision')] : []),
    ...lengthWithin('provision', given, { max: 200 }),
  ];
};

/** Papers without which Kela does not take the request. */
const neededPapers = (legalBase: string, given: readonly string[]): readonly ClaimViolation[] =>
  attachmentsOf(legalBase)
    .filter(({ code, needed }) => needed && !given.includes(code))
    .map(({ code }) => error('FIELD_REQUIRED', `attachments.${code}`));

const paper: Check = ({ legalBase, form, attachments, ...draft }, { channel }) => {
  if (channel !== 'paper') return [];
  const titles = attachments ?? [];
  const found = titles.flatMap((title, at) => [
    ...required({ [`attachments.${at}`]: title }),
    ...lengthWithin(`attachments.${at}`, title, { max: 200 }),
  ]);
  if (titles.length > MOST_ATTACHMENTS)
    found.push(error('FIELD_TOO_LONG', 'attachments', { max: MOST_ATTACHMENTS }));
  found.push(...neededPapers(legalBase ?? '', titles));
  if (!isBlank(form) && !isUnfilled(legalBase)) {
    if (!paperFormsOf(benefitOf(draft), legalBase).includes(form ?? ''))
      found.push(error('FIELD_INVALID', 'form'));
  }
  return found;
};

/** Rules on who and what the claim names beside client, benefit, period and amount. */
export const partyViolations: Check = (draft, context) =>
  [care, children, maintenance, agreement, provision, paper].flatMap((check) => check(draft, context));
