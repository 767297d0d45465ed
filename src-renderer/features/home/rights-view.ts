import { recipientLists, sections } from '../../../shared/codes/index.ts';
import { m } from '../../../shared/messages/generated/messages.js';
import type { Rights } from '../../../shared/service-api/roles.ts';
import { localName } from '../../platform/code-names.ts';
import { formatPeriod } from '../../platform/format.ts';

const featureNames: Readonly<Record<string, () => string>> = {
  'look-up': m.home_feature_look_up,
  notices: m.home_feature_notices,
  'payment-claims': m.home_feature_payment_claims,
  documents: m.home_feature_documents,
  'treatment-abroad': m.home_feature_treatment_abroad,
};

/** Name of a feature of the rights; a list has the name of its code list, an unknown code stays as it is. */
export const featureName = (feature: string): string => {
  const list = recipientLists.find(feature);
  return featureNames[feature]?.() ?? (list ? localName(list) : feature);
};

/** Names of the sections that a role shows of a client, in the order of the screen. */
export const sectionTitles = (rights: Rights): readonly string[] =>
  rights.sections.map((section) => {
    const row = sections.find(section);
    return row ? localName(row) : section;
  });

/** The newest of the published periods; null when none is. */
export const newestPeriod = (periods: readonly string[]): string | null => {
  const newest = periods.toSorted().at(-1);
  return newest === undefined ? null : formatPeriod(newest);
};

export interface MissingRight {
  readonly mandate: string;
  readonly features: readonly string[];
}

/** What further mandates would open, one entry a mandate. */
export const missingByMandate = (rights: Rights): readonly MissingRight[] => {
  const byMandate = Map.groupBy(rights.missing, ({ mandate }) => mandate);
  return [...byMandate].map(([mandate, rows]) => ({
    mandate,
    features: rows.map(({ feature }) => featureName(feature)),
  }));
};
