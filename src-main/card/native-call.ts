import type { LibraryHandle } from 'koffi';

/** A native function on a thread of its own; its answer comes as unsigned 32 bits. */
export type NativeCall = (...args: readonly unknown[]) => Promise<number>;

/** What koffi gives for a function: callable, and `async` with a callback at the end. */
type NativeFunction = ReturnType<LibraryHandle['func']>;

export const promisified =
  (native: NativeFunction): NativeCall =>
  (...args) =>
    new Promise((resolve, reject) => {
      native.async(...args, (error: Error | null, code: number | bigint) => {
        if (error) reject(error);
        else resolve(Number(code) >>> 0);
      });
    });
