import type { MandateRow } from '../../shared/codes/index.ts';
import { actsThrough } from '../../shared/domain/access-rules.ts';
import { m } from '../../shared/messages/generated/messages.js';
import type { ActingOrganisation } from '../../shared/service-api/roles.ts';
import { officialName } from './code-names.ts';
import { today } from './service-time.svelte.ts';

type OfficialName = Parameters<typeof officialName>[0];

/** Whose mandate it is, and through whom the user has it. */
export interface Grantor {
  readonly name: OfficialName;
  /** The user's employer, where that acts for the organisation. */
  readonly through?: OfficialName | undefined;
  /** First days of mandates that the user has got already and that are not in force yet, by code. */
  readonly later?: ReadonlyMap<string, string>;
}

export const grantorOf = ({ name, mandates }: ActingOrganisation): Grantor => ({
  name,
  through: actsThrough(mandates)?.name,
  later: new Map(
    mandates.flatMap(({ code, validFrom = '' }) => (validFrom > today() ? [[code, validFrom] as const] : [])),
  ),
});

/**
 * What the user may send to whoever gives mandates. An organisation that acts for itself gives its employee a mandate
 * to transact; a body that acts for it gets that, and gives its own employee a mandate to represent.
 */
export const mandateRequest = ({ fi, sv }: MandateRow, { name, through }: Grantor): string => {
  const texts = { fi, sv, organisation: officialName(name) };
  return through === undefined
    ? m.common_mandate_request(texts)
    : m.common_mandate_request_through({ ...texts, employer: officialName(through) });
};
