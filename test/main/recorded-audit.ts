import type { Audit, AuditEvent } from '../../src-main/audit/audit.ts';

/** An audit log that a test can read. */
export function createRecordedAudit(): Audit & { readonly events: AuditEvent[] } {
  const events: AuditEvent[] = [];
  return { events, record: (event) => void events.push(event), diagnostics: () => [] };
}
