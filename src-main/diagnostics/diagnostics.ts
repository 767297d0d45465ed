import type { Diagnostic } from '../../shared/ipc/state.ts';

/** A part that can tell how it is. Never gives personal data. */
export type DiagnosticSource = () => readonly Diagnostic[];

const order: Record<Diagnostic['severity'], number> = { error: 0, warning: 1, ok: 2 };

/** All that the diagnostics view shows, the worst first. */
export const collectDiagnostics = (sources: readonly DiagnosticSource[]): Diagnostic[] =>
  sources
    .flatMap((source) => source())
    .toSorted((left, right) => order[left.severity] - order[right.severity]);
