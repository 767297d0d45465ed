import { z } from 'zod';
import { sectionNames } from '../domain/sections.ts';
import { route } from './contract.ts';
import { bilingualName, code, id, instant, isoDate } from './fields.ts';
import { user } from './sign-in.ts';

/** A mandate that the user holds for an organisation. */
export const heldMandate = z.object({
  code,
  /** First day; absent where it is in force without a beginning that matters. */
  validFrom: isoDate.optional(),
  /** Last day; null without an end. */
  validTo: isoDate.nullable(),
  /**
   * The body that acts for the organisation by its mandate to transact (asiointivaltuus) and passed it on to the user
   * as a mandate to represent (edustamisvaltuus). Absent where the organisation gave the mandate to the user itself.
   */
  through: z.object({ businessId: z.string().max(20), name: bilingualName }).optional(),
});

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

export const readSession = route({
  method: 'GET',
  path: '/session',
  summary:
    'Who is signed in and what the role may do now; the role is null where none is chosen or its mandates ended',
  authentication: 'session',
  sensitivity: 'secret',
  response: z.object({ user, role: role.nullable(), endsAt: instant }),
  problems: [],
  safeToRepeat: true,
});

export type HeldMandate = z.infer<typeof heldMandate>;
export type ActingOrganisation = z.infer<typeof actingOrganisation>;
export type Rights = z.infer<typeof rights>;
export type Role = z.infer<typeof role>;
