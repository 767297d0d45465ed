/**
 * The whole main process with its built helpers as a program of its own that a test can kill: everything but windows.
 * Arguments: address and origin of the service, folder of the built helpers. The parent tells the data folder, then calls as the window would.
 */
import { flushCompileCache } from 'node:module';
import { join } from 'node:path';
import type { CallName } from '../../shared/ipc/contract.ts';
import { forkHelper } from '../../src-main/helper-process/forked-helper.ts';
import { startApplication, type ApplicationUnderTest } from './application-under-test.ts';

export type FromParent =
  | { readonly type: 'start'; readonly dataFolder: string }
  | { readonly type: 'call'; readonly id: number; readonly name: CallName; readonly request: unknown };
export interface ToParent {
  readonly id: number;
  readonly answer: unknown;
}

const [url = '', origin = '', helpers = ''] = process.argv.slice(2);
const built = (name: string) => () => forkHelper(join(helpers, name));

let application: ApplicationUnderTest | undefined;

process.on('message', (message: FromParent) => {
  if (message.type === 'start') {
    application = startApplication({ url, origin }, message.dataFolder, {
      startCache: built('cache-helper.js'),
      startDrafts: built('drafts-helper.js'),
    });
    // Written at the end of a program, which this one does not live to see.
    flushCompileCache();
  } else
    void application
      ?.call(message.name, message.request as never)
      .then((answer) => process.send?.({ id: message.id, answer } satisfies ToParent));
});
// Whoever has no parent left has nobody to work for.
process.on('disconnect', () => process.exit());
