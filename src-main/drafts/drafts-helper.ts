import { systemKeychain } from '../keychain/keychain.ts';
import { helperPort } from '../helper-process/helper-process.ts';
import { serveRequests } from '../helper-process/request-channel.ts';
import type { DraftCalls } from './draft-calls.ts';
import { createDraftStore } from './draft-store.ts';

/** Program of the drafts' helper process: the key store may hang and the database blocks. */
const store = createDraftStore(systemKeychain);

const done =
  <Request>(work: (request: Request) => void) =>
  (request: Request): true => {
    work(request);
    return true;
  };

serveRequests<DraftCalls>(helperPort(), {
  open: (request) => store.open(request),
  save: done((draft) => store.save(draft)),
  mark: done((draft) => store.mark(draft)),
  list: ({ owner }) => store.list(owner),
  remove: done((draft) => store.remove(draft)),
  expire: done(({ before }) => store.expire(before)),
  expired: ({ owner }) => store.expired(owner),
  forgetExpired: done(({ owner }) => store.forgetExpired(owner)),
  takeAway: () => store.takeAway(),
  habits: () => store.habits(),
  keepHabits: done(({ habits }) => store.keepHabits(habits)),
  keepFile: done((file) => store.keepFile(file)),
  file: (file) => store.file(file),
  dropFiles: done((but) => store.dropFiles(but)),
});
