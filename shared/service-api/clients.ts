import { z } from 'zod';
import { route } from './contract.ts';
import { id, instant, isoDate, municipality, personalIdentityCode, shortText } from './fields.ts';

export const address = z.object({ street: shortText, postalCode: z.string().max(10), city: shortText });

/** Who the client is. Address and municipalities are null when non-disclosure for safety is on. */
export const clientHeader = z.object({
  clientId: id,
  personalIdentityCode,
  lastName: shortText,
  firstNames: shortText,
  calledName: shortText,
  birthDate: isoDate,
  deathDate: isoDate.nullable(),
  language: z.string().max(10),
  homeMunicipality: municipality.nullable(),
  stayMunicipality: municipality.nullable(),
  address: address.nullable(),
  nonDisclosure: z.boolean(),
  guardian: z.object({ name: shortText, phone: shortText.nullable() }).nullable(),
  household: z.array(z.object({ relation: z.string().max(40), name: shortText, birthYear: z.int() })).max(30),
  asOf: instant,
});

export const searchClient = route({
  method: 'POST',
  path: '/clients/search',
  summary: 'Looks a client up by personal identity code (in the body, never in the address); audited',
  authentication: 'role',
  sensitivity: 'client',
  request: z.object({
    personalIdentityCode,
    /** Why the client is looked up, where the client is not on the user's list; at least 10 characters. */
    reason: z.string().min(10).max(500).nullable(),
    nonDisclosureConfirmed: z.boolean(),
  }),
  response: clientHeader,
  problems: [
    'MANDATE_MISSING',
    'CLIENT_NOT_FOUND',
    'CLIENT_OUTSIDE_RIGHTS',
    'REASON_REQUIRED',
    'NON_DISCLOSURE_CONFIRMATION_REQUIRED',
  ],
  safeToRepeat: true,
});

export type ClientHeader = z.infer<typeof clientHeader>;
