import { z } from 'zod';
import { instant } from '../../service-api/fields.ts';
import { listCatalogueEntry } from '../../service-api/information.ts';
import { invoiceSum } from '../../service-api/invoices.ts';
import { listPeriod, listView } from '../../service-api/lists.ts';
import { aged, call, nothing } from './call.ts';

const listKey = { listId: z.string().regex(/^L[1-9]$/), view: listView, period: listPeriod };

export const listsCalls = {
  'lists.catalogue': call({
    needs: 'role',
    request: nothing,
    response: aged(z.object({ lists: z.array(listCatalogueEntry) })),
    perSecond: 5,
  }),
  /** Sums of the invoices behind the lists of the role. */
  'lists.invoices': call({
    needs: 'role',
    request: nothing,
    response: aged(z.object({ invoices: z.array(invoiceSum) })),
    perSecond: 5,
  }),
  /** Lists that are on the workstation, encrypted, and whether the administrators allow it. */
  'lists.kept': call({
    needs: 'role',
    request: nothing,
    response: z.object({
      allowed: z.boolean(),
      lists: z.array(z.object({ ...listKey, storedAt: instant, expiresAt: instant })),
    }),
    perSecond: 5,
  }),
  /** Persons of the kept lists by parts of name or identity code, of three characters at least. */
  'lists.find-kept': call({
    needs: 'role',
    request: z.strictObject({ text: z.string().max(100) }),
    response: z.object({
      hits: z.array(
        z.object({ ...listKey, row: z.int(), personalIdentityCode: z.string(), name: z.string() }),
      ),
    }),
    perSecond: 10,
  }),
} as const;
