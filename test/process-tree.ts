import { readdirSync, readFileSync } from 'node:fs';

/**
 * Process ids of a process and of all that it started and that run still, itself first (Linux).
 * One that ends meanwhile is left out.
 */
export function processTree(root: number): readonly number[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    // The name of the program stands in brackets and may hold anything.
    const parent = Number(readOfProcess(Number(name), 'stat').split(') ').at(-1)?.split(' ')[1]);
    children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const tree = [root];
  for (const pid of tree) tree.push(...(children.get(pid) ?? []));
  return tree;
}

/** A file of /proc/PID as text; empty where the process has ended. */
export function readOfProcess(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}

/** Ends every process of a program at one stroke (Linux). */
export function killWithDescendants(root: number): void {
  for (const pid of processTree(root)) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // Gone with its parent.
    }
  }
}
