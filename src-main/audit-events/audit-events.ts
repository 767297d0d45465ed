import { randomUUID } from 'node:crypto';
import { success, type Result } from '../../shared/domain/result.ts';
import { callFailure } from '../../shared/ipc/call-failure.ts';
import type { CallError } from '../../shared/ipc/errors.ts';
import type { RequestOf } from '../../shared/service-api/contract.ts';
import { routes } from '../../shared/service-api/routes.ts';
import type { Audit } from '../audit/audit.ts';
import type { Backend } from '../backend/backend.ts';
import type { Clients } from '../clients/clients.ts';

type Detail = RequestOf<typeof routes.recordAuditEvent>['detail'];

/** Data that leaves the window: on paper, as a file, or in the clipboard. */
export interface LeavingData extends Detail {
  readonly kind: RequestOf<typeof routes.recordAuditEvent>['kind'];
  /** Handle of the open client whom it concerns; null where it concerns none. */
  readonly clientHandle: string | null;
}

export interface AuditEvents {
  /**
   * Tells the service's audit trail that data leaves the window, and notes it, without the client, in the
   * workstation's own log. To be awaited **before** the data leaves: where it fails, the data stays.
   */
  record(event: LeavingData): Promise<Result<true, CallError>>;
}

export interface AuditEventsParts {
  readonly backend: Backend;
  readonly audit: Audit;
  readonly clients: Pick<Clients, 'idOf'>;
}

export const createAuditEvents = ({ backend, audit, clients }: AuditEventsParts): AuditEvents => ({
  record: async ({ kind, clientHandle, ...detail }) => {
    const clientId = clientHandle === null ? null : clients.idOf(clientHandle);
    if (clientId === undefined) return callFailure('client-left');
    const body = { kind, clientId, detail };
    const recorded = await backend.request(routes.recordAuditEvent, { body, idempotencyKey: randomUUID() });
    if (!recorded.ok) return recorded;
    audit.record({ event: 'data-left-window', kind, subject: detail.subject });
    return success(true);
  },
});
