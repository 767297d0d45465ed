import { z } from 'zod';
import { sectionNames } from '../domain/sections.ts';
import { route } from './contract.ts';
import { bilingualName, code, id, instant, isoDate } from './fields.ts';

/** A mandate (asiointivaltuus) that the user holds in an organisation. */
export const heldMandate = z.object({ code, validTo: isoDate.nullable() });

/** An organisation that the user may act for, with the purposes of use that the mandates allow. */
export const actingOrganisation = z.object({
  organisationId: id,
  businessId: z.string().max(20),
  name: bilingualName,
  type: code,
  mandates: z.array(heldMandate).max(20),
  purposes: z.array(code).max(20),
});

/** What the session may do in its role; the service decides it on every request, the client only mirrors it. */
export const rights = z.object({
  lookUp: z.boolean(),
  sections: z.array(z.enum(sectionNames)),
  monthsBack: z.int().min(1).nullable(),
  notices: z.boolean(),
  paymentClaims: z.boolean(),
  documents: z.boolean(),
  lists: z.array(code),
  /** Features that a further mandate would open. */
  missing: z.array(z.object({ feature: code, mandate: code })),
});

export const role = z.object({
  organisation: actingOrganisation,
  purpose: code,
  rights,
  since: instant,
});

export const listOrganisations = route({
  method: 'GET',
  path: '/organisations',
  summary: 'Organisations that the user may act for, with mandates and purposes',
  authentication: 'session',
  sensitivity: 'secret',
  response: z.object({ organisations: z.array(actingOrganisation).max(200) }),
  problems: [],
  safeToRepeat: true,
});

export const chooseRole = route({
  method: 'POST',
  path: '/session/role',
  summary: 'Chooses the organisation and the purpose of use for all that follows',
  authentication: 'session',
  sensitivity: 'secret',
  request: z.object({ organisationId: id, purpose: code }),
  response: role,
  problems: ['ORGANISATION_UNKNOWN', 'PURPOSE_NOT_ALLOWED', 'MANDATE_MISSING'],
  safeToRepeat: true,
});

export type ActingOrganisation = z.infer<typeof actingOrganisation>;
export type Rights = z.infer<typeof rights>;
export type Role = z.infer<typeof role>;
