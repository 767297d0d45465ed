import { mandates, organisationTypes, purposes, type MandateRow } from '../../../shared/codes/index.ts';
import type { IsoDate } from '../../../shared/domain/dates.ts';
import { m } from '../../../shared/messages/generated/messages.js';
import type { ActingOrganisation, HeldMandate } from '../../../shared/service-api/roles.ts';
import { officialName } from '../../platform/code-names.ts';
import { formatDate } from '../../platform/format.ts';

const isOver = ({ validTo }: HeldMandate, today: IsoDate): boolean => validTo !== null && validTo < today;

/**
 * Mandates that would open something more in an organisation of this type and that the user does not hold. One that
 * begins later is held, one that is over is not.
 */
export const missingMandates = (organisation: ActingOrganisation, today: IsoDate): readonly MandateRow[] => {
  const current = organisation.mandates.filter((mandate) => !isOver(mandate, today));
  const held = new Set(current.map(({ code }) => code));
  const type = organisationTypes.find(organisation.type);
  const useful = new Set(
    (type?.purposes ?? []).flatMap((purpose): readonly string[] => purposes.find(purpose)?.mandates ?? []),
  );
  return mandates.rows.filter(({ code }) => useful.has(code) && !held.has(code));
};

const notesOf = (
  mandate: HeldMandate,
  organisation: ActingOrganisation,
  today: IsoDate,
): readonly string[] => {
  const { code, validFrom, validTo, through } = mandate;
  const until = { mandate: code, date: validTo === null ? '' : formatDate(validTo) };
  if (isOver(mandate, today)) return [m.sign_in_mandate_ended(until)];
  return [
    ...(validFrom !== undefined && validFrom > today
      ? [m.common_mandate_begins({ mandate: code, date: formatDate(validFrom) })]
      : []),
    ...(validTo === null ? [] : [m.sign_in_mandate_ends(until)]),
    ...(through === undefined
      ? []
      : [
          m.sign_in_mandate_through({
            mandate: code,
            employer: officialName(through.name),
            organisation: officialName(organisation.name),
          }),
        ]),
  ];
};

/** When the user's mandates begin and end, and through whom they are held; nothing of one that is simply in force. */
export const mandateNotes = (organisation: ActingOrganisation, today: IsoDate): readonly string[] =>
  organisation.mandates.flatMap((mandate) => notesOf(mandate, organisation, today));
