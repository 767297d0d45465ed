/** Preloaded into a utility process (`--import`): gives it `process.parentPort` and takes Node's own channel away. */
import { EventEmitter } from 'node:events';
import { flushCompileCache, registerHooks } from 'node:module';
import type { Envelope } from './utility-process.ts';

const send = process.send?.bind(process);
if (!send) throw new Error('the utility process shim needs a parent');

class ParentPort extends EventEmitter {
  postMessage(message: unknown): void {
    send?.({ data: message } satisfies Envelope);
  }
}

const parentPort = new ParentPort();
const early: unknown[] = [];
const deliver = (data: unknown): boolean => parentPort.emit('message', { data, ports: [] });
// Messages wait for the first listener, as Electron promises.
parentPort.on('newListener', (name) => {
  if (name === 'message') queueMicrotask(() => early.splice(0).forEach(deliver));
});
process.on('message', ({ data }: Envelope) => {
  if (parentPort.listenerCount('message') === 0 || early.length > 0) early.push(data);
  else deliver(data);
});
// Electron ends its utility processes with the app.
process.on('disconnect', () => process.exit(0));

Object.defineProperty(process, 'parentPort', { value: parentPort, enumerable: true });
Object.defineProperty(process, 'type', { value: 'utility' });
Reflect.deleteProperty(process, 'send');

registerHooks({
  resolve(specifier, context, next) {
    if (specifier === 'electron' || specifier.startsWith('electron/')) {
      throw new Error('Electron stand-in: `electron` cannot be imported in a utility process');
    }
    return next(specifier, context);
  },
});

// At the end of the app there is no time left for it: the process is killed.
setTimeout(flushCompileCache, 3_000).unref();
