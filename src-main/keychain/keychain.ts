import { randomBytes } from 'node:crypto';
import keytar from 'keytar';

/** The operating system's key store, as far as it is needed here; keytar has this shape. */
export interface Keychain {
  getPassword(service: string, account: string): Promise<string | null>;
  setPassword(service: string, account: string, password: string): Promise<void>;
}

export const systemKeychain: Keychain = keytar;

export type DatabaseKey =
  | { readonly state: 'known'; readonly hex: string }
  /** Made just now: what an existing file holds can never be read again. */
  | { readonly state: 'new'; readonly hex: string }
  | { readonly state: 'unavailable' };

/** The name is older than the other databases; each has a service of its own. */
const ACCOUNT = 'cache-key';
/** A locked key store with a display opens a dialog and waits for the user. */
const DEADLINE = 5_000;

function within<Value>(work: Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('the key store does not answer')), DEADLINE);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/**
 * The 32 bytes that encrypt a database, in hexadecimal. A key store that is locked answers "no such entry", so
 * only an entry that could be written and read back counts as a new key.
 */
export async function databaseKey(keychain: Keychain, service: string): Promise<DatabaseKey> {
  try {
    const stored = await within(keychain.getPassword(service, ACCOUNT));
    if (stored !== null && /^[0-9a-f]{64}$/.test(stored)) return { state: 'known', hex: stored };
    const hex = randomBytes(32).toString('hex');
    await within(keychain.setPassword(service, ACCOUNT, hex));
    const readBack = await within(keychain.getPassword(service, ACCOUNT));
    return readBack === hex ? { state: 'new', hex } : { state: 'unavailable' };
  } catch {
    // Why a key store refuses is its own affair; without it nothing is written to disk.
    return { state: 'unavailable' };
  }
}

export {
  databaseFiles,
  openEncrypted,
  openFailureOf,
  removeDatabase,
  type OpenFailure,
} from './encrypted-database.ts';
