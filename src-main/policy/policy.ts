import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { defaultPolicy, parsePolicy, type Policy, type PolicyProblem } from '../../shared/policy/policy.ts';
import type { Diagnostic } from '../../shared/ipc/state.ts';

const MAXIMUM_BYTES = 1024 * 1024;

type Reading =
  | { readonly state: 'read'; readonly text: string }
  | { readonly state: 'absent' }
  | { readonly state: 'unreadable' };

/** File of the machine that only administrators may write. */
export const machinePolicyFile = (platform: NodeJS.Platform, env: NodeJS.ProcessEnv): string =>
  platform === 'win32'
    ? join(env['ProgramData'] ?? 'C:\\ProgramData', 'Kelmu Desktop', 'policy.json')
    : '/etc/kelmu-desktop/policy.json';

export interface PolicySource {
  current(): Policy;
  /** Reads again. An unreadable file keeps what was known before; an absent one means no policy. */
  refresh(): void;
  diagnostics(): readonly Diagnostic[];
}

function readText(path: string): Reading {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (error) {
    return { state: (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'absent' : 'unreadable' };
  }
  try {
    const size = fstatSync(file).size;
    if (size > MAXIMUM_BYTES) return { state: 'unreadable' };
    const bytes = Buffer.alloc(size);
    readSync(file, bytes, 0, size, 0);
    return { state: 'read', text: bytes.toString('utf8').replace(/^\uFEFF/, '') };
  } catch {
    // A folder, or a file that vanished while it was read: named in the diagnostics as unreadable.
    return { state: 'unreadable' };
  } finally {
    closeSync(file);
  }
}

/** Settings of the administrators out of one JSON file. */
export function createPolicySource(path: string): PolicySource {
  let policy = defaultPolicy;
  let problems: readonly (PolicyProblem | { code: 'policy-unreadable'; name: string })[] = [];

  const refresh = (): void => {
    const reading = readText(path);
    if (reading.state === 'unreadable') {
      problems = [{ code: 'policy-unreadable', name: '' }];
      return;
    }
    if (reading.state === 'absent') {
      policy = defaultPolicy;
      problems = [];
      return;
    }
    let raw: unknown;
    try {
      raw = JSON.parse(reading.text);
    } catch {
      // Half-written or damaged as a whole: as unreadable, what was known before is kept.
      problems = [{ code: 'policy-unreadable', name: '' }];
      return;
    }
    const parsed = parsePolicy(raw);
    problems = parsed.problems;
    if (!parsed.problems.some(({ code }) => code === 'policy-not-an-object')) policy = parsed.policy;
  };

  refresh();
  return {
    current: () => policy,
    refresh,
    diagnostics: () =>
      problems.map(({ code, name }) => ({ code, severity: 'warning', ...(name && { detail: name }) })),
  };
}

export { allowedExternalLink, allowedProviderPage } from './external-links.ts';
