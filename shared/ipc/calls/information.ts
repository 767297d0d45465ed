import { z } from 'zod';
import { announcement, codeListEntry, guide } from '../../service-api/information.ts';
import { aged, call, nothing } from './call.ts';

export const informationCalls = {
  'announcements.list': call({
    needs: 'nothing',
    request: nothing,
    response: aged(z.object({ announcements: z.array(announcement) })),
    perSecond: 5,
  }),
  'guides.list': call({
    needs: 'nothing',
    request: nothing,
    response: aged(z.object({ guides: z.array(guide) })),
    perSecond: 5,
  }),
  /** Codes that the service has, for those that this version of the program does not know by itself. */
  'codes.list': call({
    needs: 'nothing',
    request: nothing,
    response: aged(z.object({ version: z.string(), entries: z.array(codeListEntry) })),
    perSecond: 5,
  }),
} as const;
