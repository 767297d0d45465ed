import { systemKeychain } from '../keychain/keychain.ts';
import { helperPort } from '../helper-process/helper-process.ts';
import { serveRequests } from '../helper-process/request-channel.ts';
import type { DraftCalls } from './draft-calls.ts';
import { createDraftStore } from './draft-store.ts';

/** Program of the drafts' helper process: the key store may hang and the database blocks. */
const store = createDraftStore(systemKeychain);

serveRequests<DraftCalls>(helperPort(), {
  open: (request) => store.open(request),
  save: (draft) => {
    store.save(draft);
    return true;
  },
  list: ({ owner }) => store.list(owner),
  remove: ({ owner, draftId }) => {
    store.remove(owner, draftId);
    return true;
  },
  expire: ({ before }) => store.expire(before),
});
