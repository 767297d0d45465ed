/**
 * Chromium's sandbox does not start as root. Where the tests run as root, those of the sandbox run as an ordinary
 * user that is made for them.
 */
import { spawnSync } from 'node:child_process';
import { chownSync, mkdtempSync, rmdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { repository } from './repository.ts';

const USER = 'kelmu-tester';

export interface OrdinaryUserRun {
  readonly command: readonly [string, ...string[]];
  readonly environment: Readonly<Record<string, string>>;
  /** A folder that the user may write to. */
  readonly folder: string;
  /** Removes the folders of the run; to be called when it has ended. */
  cleanUp(): void;
}

function idOf(flag: '-u' | '-g'): number | undefined {
  const result = spawnSync('id', [flag, USER], { encoding: 'utf8' });
  return result.status === 0 ? Number(result.stdout) : undefined;
}

/** Runs the rest of its arguments as the user, with the repository where the user can read it. */
const AS_USER = 'mount --bind "$1" "$2" && cd "$2" && user=$3 && group=$4 && shift 4 && ';
const DROP = 'exec setpriv --reuid="$user" --regid="$group" --clear-groups "$@"';

/**
 * The command that runs this Node with `nodeArguments` (paths from the repository's root) as an ordinary user, or
 * the reason why that cannot be done here. A bind mount in a private namespace, because the clone may stand in a
 * folder that others cannot enter.
 */
export function asOrdinaryUser(
  nodeArguments: (folder: string) => readonly string[],
): OrdinaryUserRun | string {
  if (idOf('-u') === undefined) spawnSync('useradd', ['--create-home', '--shell', '/bin/sh', USER]);
  const user = idOf('-u');
  const group = idOf('-g');
  if (user === undefined || group === undefined) return `the user ${USER} could not be made`;
  if (spawnSync('unshare', ['--mount', 'true']).status !== 0) return 'private mounts are not permitted here';
  const folder = mkdtempSync(join(tmpdir(), 'kelmu-tester-'));
  const mountPoint = mkdtempSync(join(tmpdir(), 'kelmu-repository-'));
  chownSync(folder, user, group);
  const inside = relative(repository, process.execPath);
  const node = inside.startsWith('..') ? process.execPath : join(mountPoint, inside);
  return {
    command: [
      'unshare',
      '--mount',
      'sh',
      '-c',
      AS_USER + DROP,
      'sh',
      repository,
      mountPoint,
      String(user),
      String(group),
      node,
      ...nodeArguments(folder),
    ],
    environment: { HOME: folder, USER, LOGNAME: USER, TMPDIR: folder, XDG_RUNTIME_DIR: folder },
    folder,
    cleanUp: () => {
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
      rmdirSync(mountPoint);
    },
  };
}
