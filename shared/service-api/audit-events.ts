import { z } from 'zod';
import { sectionNames } from '../domain/sections.ts';
import { route } from './contract.ts';
import { code, id } from './fields.ts';
import { listPeriod } from './lists.ts';

/** How data left the window. */
export const auditEventKinds = ['print', 'pdf', 'export', 'copy'] as const;

/** What left it: a section of the client's page, or one of the others. */
export const auditSubjects = [
  ...sectionNames,
  'client-summary',
  'client-name',
  'identity-code',
  'address',
  'table-cell',
  'claim-receipt',
  'payment-claim',
  'document-receipt',
  'notice',
  'transfer-receipt',
  'recipient-list',
  'mandate-request',
  'guide',
] as const;

export const recordAuditEvent = route({
  method: 'POST',
  path: '/audit/events',
  summary: 'Writes into the audit trail that data left the window: printed, saved, exported or copied',
  authentication: 'role',
  sensitivity: 'secret',
  /** Closed lists and numbers only: no text of a user or of a client has a place in it. */
  request: z.strictObject({
    kind: z.enum(auditEventKinds),
    /** A client that the session has open; null where it concerns none. */
    clientId: id.nullable(),
    detail: z.strictObject({
      subject: z.enum(auditSubjects),
      listId: code.regex(/^L\d{1,2}$/).optional(),
      period: listPeriod.optional(),
      format: z.enum(['csv', 'xlsx', 'pdf']).optional(),
      rows: z.int().min(0).max(10_000_000).optional(),
    }),
  }),
  response: z.object({ recorded: z.literal(true) }),
  problems: ['CLIENT_NOT_FOUND', 'IDEMPOTENCY_KEY_MISSING', 'IDEMPOTENCY_KEY_REUSED'],
  idempotencyKey: true,
  safeToRepeat: true,
});

export type AuditEventKind = (typeof auditEventKinds)[number];
export type AuditSubject = (typeof auditSubjects)[number];
