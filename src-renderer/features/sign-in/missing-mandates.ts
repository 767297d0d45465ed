import { mandates, organisationTypes, purposes, type MandateRow } from '../../../shared/codes/index.ts';
import type { ActingOrganisation } from '../../../shared/service-api/roles.ts';

/** Mandates that would open something more in an organisation of this type and that the user does not hold. */
export const missingMandates = (organisation: ActingOrganisation): readonly MandateRow[] => {
  const held = new Set(organisation.mandates.map(({ code }) => code));
  const type = organisationTypes.find(organisation.type);
  const useful = new Set(
    (type?.purposes ?? []).flatMap((purpose): readonly string[] => purposes.find(purpose)?.mandates ?? []),
  );
  return mandates.rows.filter(({ code }) => useful.has(code) && !held.has(code));
};
