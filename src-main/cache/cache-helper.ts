import { helperPort } from '../helper-process/helper-process.ts';
import { serveRequests } from '../helper-process/request-channel.ts';
import type { CacheCalls } from './cache-calls.ts';
import { systemKeychain } from '../keychain/keychain.ts';
import { createCacheStore } from './cache-store.ts';

/** Program of the cache's helper process: the key store may hang and the database blocks. */
const store = createCacheStore(systemKeychain);

serveRequests<CacheCalls>(helperPort(), {
  open: (request) => store.open(request),
  read: (request) => store.read(request),
  write: (entry) => {
    store.write(entry);
    return true;
  },
  wipe: (request) => {
    store.wipe(request);
    return true;
  },
});
