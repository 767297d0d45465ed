import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';

export interface SecondInstance {
  readonly argv: string[];
  readonly cwd: string;
  readonly additionalData: unknown;
}
export type InstanceLock =
  | { readonly held: true; release(): void }
  /** `notified` settles when the first instance has been told, or cannot be. */
  | { readonly held: false; readonly notified: Promise<void> };

/**
 * One app per user data folder. Electron answers synchronously, so a file with the owner's process id decides, and
 * a local socket carries the second instance's arguments to the first.
 */
export function takeInstanceLock(
  userData: string,
  additionalData: unknown,
  onSecondInstance: (second: SecondInstance) => void,
): InstanceLock {
  const lockFile = join(userData, 'electron-stand-in.lock');
  const address = socketAddress(userData);
  mkdirSync(userData, { recursive: true });
  if (!writeLock(lockFile)) return { held: false, notified: notify(address, additionalData) };
  const server = createServer((socket) => {
    let text = '';
    socket.on('data', (chunk) => (text += chunk.toString()));
    socket.on('end', () => onSecondInstance(JSON.parse(text) as SecondInstance));
  });
  server.listen(address).unref();
  return {
    held: true,
    release() {
      server.close();
      rmSync(lockFile, { force: true });
    },
  };
}

/** A socket without a file: Linux's abstract namespace, or a named pipe of Windows. */
function socketAddress(userData: string): string {
  const id = createHash('sha256').update(userData).digest('hex').slice(0, 32);
  return process.platform === 'win32' ? `\\\\.\\pipe\\electron-stand-in-${id}` : `\0electron-stand-in-${id}`;
}

/** False where another living process holds the lock. */
function writeLock(lockFile: string): boolean {
  try {
    writeFileSync(lockFile, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const owner = Number(readFileSync(lockFile, 'utf8'));
  if (owner > 0 && owner !== process.pid && isAlive(owner)) return false;
  writeFileSync(lockFile, String(process.pid));
  return true;
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function notify(address: string, additionalData: unknown): Promise<void> {
  const message: SecondInstance = { argv: process.argv, cwd: process.cwd(), additionalData };
  return new Promise((done) => {
    const socket = connect(address);
    socket.on('error', () => done()).on('close', () => done());
    socket.end(JSON.stringify(message));
  });
}
