import {
  mandates as mandateList,
  organisationTypes,
  purposes,
  recipientLists,
  type ListId,
  type MandateCode,
  type OrganisationTypeRow,
  type PurposeCode,
  type PurposeRow,
} from '../codes/index.ts';
import type { IsoDate } from './dates.ts';
import type { SectionName } from './sections.ts';

export type Feature = 'look-up' | 'notices' | 'payment-claims' | 'documents' | 'treatment-abroad' | ListId;

/** What a session may do in its role. The service decides it; the client mirrors it and explains. */
export type Rights = {
  readonly lookUp: boolean;
  readonly sections: readonly SectionName[];
  /** How far back the sections reach, in months; null without a limit. */
  readonly monthsBack: number | null;
  readonly notices: boolean;
  readonly paymentClaims: boolean;
  readonly documents: boolean;
  readonly treatmentAbroad: boolean;
  readonly lists: readonly ListId[];
  /** What organisation and purpose allow, but a mandate that is not held keeps closed. */
  readonly missing: readonly { readonly feature: Feature; readonly mandate: MandateCode }[];
};

export type RoleChoice = {
  /** Code of organisation-types.json. */
  readonly organisationType: string;
  /** Codes of the mandates in force, see {@link mandatesInForce}. */
  readonly mandates: readonly string[];
  /** Code of purposes.json. */
  readonly purpose: string;
};

const NO_RIGHTS: Rights = {
  lookUp: false,
  sections: [],
  monthsBack: null,
  notices: false,
  paymentClaims: false,
  documents: false,
  treatmentAbroad: false,
  lists: [],
  missing: [],
};

/** Codes of the mandates that are known, have begun and are not past their last day. */
export const mandatesInForce = (
  held: readonly {
    readonly code: string;
    readonly validFrom?: string | undefined;
    readonly validTo: string | null;
  }[],
  today: IsoDate,
): readonly string[] =>
  held
    .filter(({ code }) => mandateList.find(code) !== null)
    .filter(({ validFrom }) => validFrom === undefined || validFrom <= today)
    .filter(({ validTo }) => validTo === null || validTo >= today)
    .map(({ code }) => code);

/**
 * The body whose employee acts for the organisation: where the organisation gave its mandates to that body, and that
 * body passed them on (domain: a mandate to transact, then a mandate to represent). Undefined where it gave any of them
 * to the user itself, or none.
 */
export const actsThrough = <Body>(
  held: readonly { readonly through?: Body | undefined }[],
): Body | undefined => (held.every(({ through }) => through !== undefined) ? held[0]?.through : undefined);

/** Purposes of use that an organisation and its user's mandates open, in the order of the list. */
export const purposesFor = (
  organisationType: string,
  mandates: readonly string[],
): readonly PurposeCode[] => {
  const type = organisationTypes.find(organisationType);
  if (type === null) return [];
  return purposes.rows
    .filter((purpose) => type.purposes.includes(purpose.code))
    .filter((purpose) => purpose.mandates.some((mandate) => mandates.includes(mandate)))
    .map((purpose) => purpose.code);
};

/** Mandates of which any one opens the list in a purpose. */
const mandatesOfList = (list: ListId, purpose: PurposeRow): readonly MandateCode[] =>
  (recipientLists.find(list)?.mandates ?? []).filter((mandate) => purpose.mandates.includes(mandate));

/** Features that organisation type and purpose both allow, each with the mandates of which one is needed. */
const possibleFeatures = (
  type: OrganisationTypeRow,
  purpose: PurposeRow,
): readonly { readonly feature: Feature; readonly anyOf: readonly MandateCode[] }[] => {
  const single = (feature: Feature, allowed: boolean, mandate: MandateCode) =>
    allowed ? [{ feature, anyOf: [mandate] }] : [];
  const lists = type.lists.filter((list) => purpose.lists.includes(list));
  return [
    ...single('look-up', type.lookUp && purpose.lookUp, 'M1'),
    ...single('notices', type.notices && purpose.notices, 'M4'),
    ...single('payment-claims', type.paymentClaims && purpose.paymentClaims, 'M1'),
    ...single('documents', type.documents && purpose.documents, 'M1'),
    ...single('treatment-abroad', type.treatmentAbroad && purpose.treatmentAbroad, 'M5'),
    ...lists
      .map((list) => ({ feature: list, anyOf: mandatesOfList(list, purpose) }))
      .filter(({ anyOf }) => anyOf.length > 0),
  ];
};

/**
 * Rights of a role: organisation type, mandates and purpose of use together, none of them alone. An unknown
 * code, or a purpose that the organisation does not have, gives no rights.
 */
export const rightsOf = ({ organisationType, mandates, purpose }: RoleChoice): Rights => {
  const type = organisationTypes.find(organisationType);
  const chosen = purposes.find(purpose);
  if (type === null || chosen === null || !type.purposes.includes(chosen.code)) return NO_RIGHTS;
  const features = possibleFeatures(type, chosen);
  const isOpen = ({ anyOf }: { readonly anyOf: readonly MandateCode[] }) =>
    anyOf.some((mandate) => mandates.includes(mandate));
  const open = new Set(features.filter(isOpen).map(({ feature }) => feature));
  const lookUp = open.has('look-up');
  const treatmentAbroad = open.has('treatment-abroad');
  return {
    lookUp,
    sections: lookUp ? type.sections.filter((name) => name !== 'treatment-abroad' || treatmentAbroad) : [],
    monthsBack: lookUp ? (type.monthsBack ?? null) : null,
    notices: open.has('notices'),
    paymentClaims: open.has('payment-claims'),
    documents: open.has('documents'),
    treatmentAbroad,
    lists: type.lists.filter((list) => open.has(list)),
    missing: features
      .filter((feature) => !isOpen(feature))
      .flatMap(({ feature, anyOf }) => anyOf.slice(0, 1).map((mandate) => ({ feature, mandate }))),
  };
};
