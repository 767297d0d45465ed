import { z } from 'zod';
import { route } from './contract.ts';
import { code, isoDate, signedCents } from './fields.ts';
import { listPeriod, listView } from './lists.ts';

/** Sum of an invoice by benefit and period; the rows of the list with the invoice's number stand behind it. */
export const invoiceSum = z.object({
  invoiceNumber: code,
  listId: code,
  view: listView,
  period: listPeriod,
  /** Null where the invoice is for no benefit of the code list. */
  benefitCode: code.nullable(),
  rows: z.int().min(0),
  persons: z.int().min(0),
  amount: signedCents,
  /** Null where it is not known. */
  dueDate: isoDate.nullable(),
});

export const listInvoices = route({
  method: 'GET',
  path: '/invoices',
  summary: 'Sums of the invoices behind the recipient lists that the role may open',
  authentication: 'role',
  sensitivity: 'internal',
  response: z.object({ invoices: z.array(invoiceSum).max(1_000) }),
  problems: [],
  safeToRepeat: true,
});

export type InvoiceSum = z.infer<typeof invoiceSum>;
