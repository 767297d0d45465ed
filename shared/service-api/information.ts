import { z } from 'zod';
import { route } from './contract.ts';
import { code, id, instant, isoDate, trilingualText } from './fields.ts';

export const announcement = z.object({
  id,
  kind: z.enum(['disruption', 'planned-break', 'news']),
  publishedAt: instant,
  validFrom: instant,
  validTo: instant.nullable(),
  title: trilingualText,
  body: trilingualText,
});

export const guide = z.object({
  id,
  version: z.string().max(20),
  title: trilingualText,
  paragraphs: z.array(trilingualText).max(200),
  source: z.string().max(300),
});

/** A code of a code list with its names; the client has its own copy and takes what is newer from here. */
export const codeListEntry = z.object({
  list: code,
  code,
  name: trilingualText,
  validFrom: isoDate.nullable(),
  validTo: isoDate.nullable(),
});

/** One recipient list and when its periods are published. */
export const listCatalogueEntry = z.object({
  listId: code,
  name: trilingualText,
  mandate: code,
  periodKind: z.enum(['month', 'half-year']),
  periods: z.array(z.string().max(10)).max(60),
  publicationRule: trilingualText,
});

export const listAnnouncements = route({
  method: 'GET',
  path: '/announcements',
  summary: 'Disruptions, planned breaks and news',
  authentication: 'none',
  sensitivity: 'internal',
  response: z.object({ announcements: z.array(announcement).max(200) }),
  problems: [],
  safeToRepeat: true,
});

export const listGuides = route({
  method: 'GET',
  path: '/guides',
  summary: 'Guides for the users of the service',
  authentication: 'none',
  sensitivity: 'open',
  response: z.object({ guides: z.array(guide).max(100) }),
  problems: [],
  safeToRepeat: true,
});

export const listCodes = route({
  method: 'GET',
  path: '/codes',
  summary: 'Code lists',
  authentication: 'none',
  sensitivity: 'open',
  response: z.object({ version: z.string().max(40), entries: z.array(codeListEntry).max(10_000) }),
  problems: [],
  safeToRepeat: true,
});

export const listCatalogue = route({
  method: 'GET',
  path: '/lists',
  summary: 'Recipient lists that the role may open',
  authentication: 'role',
  sensitivity: 'internal',
  response: z.object({ lists: z.array(listCatalogueEntry).max(50) }),
  problems: [],
  safeToRepeat: true,
});

export type Announcement = z.infer<typeof announcement>;
export type Guide = z.infer<typeof guide>;
export type CodeListEntry = z.infer<typeof codeListEntry>;
export type ListCatalogueEntry = z.infer<typeof listCatalogueEntry>;
