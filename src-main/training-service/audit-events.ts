import { success } from '../../shared/domain/result.ts';
import type { AnsweredKeys } from './answered-keys.ts';
import { clientOpenedIn, type ClientParts } from './clients/client-handlers.ts';
import type { Handlers } from './http/call.ts';

export interface AuditEventParts extends ClientParts {
  readonly keys: AnsweredKeys;
}

/** What happens at the workstation and belongs into the audit trail. */
export const createAuditEventHandlers = (parts: AuditEventParts): Pick<Handlers, 'recordAuditEvent'> => ({
  recordAuditEvent: (call, { kind, clientId, detail }) => {
    const role = parts.access.activeRole(call.session());
    if (!role.ok) return role;
    const client = clientId === null ? success(null) : clientOpenedIn(role.value, parts.ids, clientId);
    if (!client.ok) return client;
    return parts.keys.once(call, role.value.user.userId, [kind, clientId, detail], () => {
      const { subject, listId, period, format, rows } = detail;
      const section = [subject, listId, period, format, rows].filter((part) => part !== undefined).join('/');
      parts.audit({ role: role.value, operation: kind, clientId, section, reason: null, outcome: 'OK' });
      return success({ recorded: true as const });
    });
  },
});
