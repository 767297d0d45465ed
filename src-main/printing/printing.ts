import { todayInHelsinki } from '../../shared/domain/dates.ts';
import { success } from '../../shared/domain/result.ts';
import { callFailure } from '../../shared/ipc/call-failure.ts';
import type { CallRequest } from '../../shared/ipc/contract.ts';
import type { AuditSubject } from '../../shared/service-api/audit-events.ts';
import type { AuditEvents } from '../audit-events/audit-events.ts';
import type { Clock } from '../clock.ts';
import { saveFile, type ChooseFile } from '../files.ts';
import type { Handlers } from '../ipc/ipc.ts';
import type { Session } from '../session/session.ts';

/** The window's page as a sheet of paper. */
export interface PrintPage {
  /** A tagged PDF of it; null when it could not be made. */
  pdf(): Promise<Uint8Array | null>;
  /** Resolves when the print dialog has been answered. */
  print(): Promise<'done' | 'cancelled' | 'failed'>;
}

export interface PrintingParts {
  readonly page: PrintPage;
  readonly chooseFile: ChooseFile;
  readonly session: Session;
  /** What the administrators let be printed. */
  readonly allowed: (subject: AuditSubject) => boolean;
  /** Nothing is printed that the service could not record. */
  readonly auditEvents: AuditEvents;
  readonly clock: Clock;
}

export type Printing = Pick<Handlers, 'printing.print'>;
type Print = Printing['printing.print'];

const done = success({ outcome: 'done' as const });
const cancelled = success({ outcome: 'cancelled' as const });

/** Printing and PDF files, each recorded at the service before it leaves the program. */
export function createPrinting(parts: PrintingParts): Printing {
  const { page, session, auditEvents, clock, chooseFile } = parts;

  const record = ({ subject, clientHandle, list, way }: CallRequest<'printing.print'>) =>
    auditEvents.record({ kind: way === 'pdf' ? 'pdf' : 'print', subject, clientHandle, ...list });

  const savePdf: Print = async (sheet) => {
    // Before the dialog: the page shows the sheet now, and a lock takes it away.
    const pdf = await page.pdf();
    if (!pdf) return callFailure('printing-failed', { retriable: true });
    const today = todayInHelsinki(new Date(clock.now()));
    const path = await chooseFile(`kelmu-${sheet.subject}-${today}.pdf`, 'pdf');
    if (path === null) return cancelled;
    const missing = session.missing('role');
    if (missing !== undefined) return callFailure(missing);
    const recorded = await record(sheet);
    if (!recorded.ok) return recorded;
    return (await saveFile(path, pdf)) ? done : callFailure('storage-failed', { retriable: true });
  };

  const onPaper: Print = async (sheet) => {
    const recorded = await record(sheet);
    if (!recorded.ok) return recorded;
    const outcome = await page.print();
    if (outcome === 'failed') return callFailure('printing-failed', { retriable: true });
    return outcome === 'done' ? done : cancelled;
  };

  return {
    'printing.print': async (sheet) => {
      if (!parts.allowed(sheet.subject)) return callFailure('not-allowed');
      if (sheet.subject === 'recipient-list' && sheet.list === undefined)
        return callFailure('invalid-request');
      return await (sheet.way === 'pdf' ? savePdf : onPaper)(sheet);
    },
  };
}
