import { z } from 'zod';
import { listCatalogueEntry } from '../../service-api/information.ts';
import { aged, call, nothing } from './call.ts';

export const listsCalls = {
  'lists.catalogue': call({
    needs: 'role',
    request: nothing,
    response: aged(z.object({ lists: z.array(listCatalogueEntry) })),
    perSecond: 5,
  }),
} as const;
