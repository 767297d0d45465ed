import { helperPort } from '../helper-process/helper-process.ts';
import { serveRequests } from '../helper-process/request-channel.ts';
import type { CacheCalls, ListCalls } from './cache-calls.ts';
import { systemKeychain } from '../keychain/keychain.ts';
import { createCacheStore } from './cache-store.ts';
import { createListStore } from './list-store.ts';

/** Program of the cache's helper process: the key store may hang and the database blocks. */
const store = createCacheStore(systemKeychain, (reason) => emit('damaged', reason));

const { emit } = serveRequests<CacheCalls & ListCalls>(helperPort(), {
  open: (request) => store.open(request),
  read: (request) => store.read(request),
  write: (entry) => {
    store.write(entry);
    return true;
  },
  prune: ({ now }) => {
    store.prune(now);
    return true;
  },
  ...createListStore(systemKeychain),
});
