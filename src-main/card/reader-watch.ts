import { setTimeout as delay } from 'node:timers/promises';
import { hasCard, pcscCodes, type Pcsc, type PcscContext, type ReaderStatus } from './pcsc.ts';

export interface ReaderSnapshot {
  readonly name: string;
  readonly cardPresent: boolean;
  /** Differs when a card was taken out and put back between two looks. */
  readonly changes: number;
}

export interface ReadersEvent {
  readonly serviceRunning: boolean;
  readonly readers: readonly ReaderSnapshot[];
}

/** Milliseconds until a stopped service is tried again. */
const serviceRetry = 1000;
/** Milliseconds between tries where a service answers one question and fails the next. */
const shortPause = 100;
/** Milliseconds after which the readers are looked at afresh even though nothing was reported. */
const recheck = 10_000;

/**
 * Reports the readers and their cards, first as they are, then after every change. Runs until the process ends.
 * Windows stops the smart card service with the last reader, and a context that has seen the service stop is of no
 * use any more: each stop is followed by a new context.
 */
export async function watchReaders(pcsc: Pcsc, emit: (event: ReadersEvent) => void): Promise<never> {
  let last = '';
  const report = (event: ReadersEvent): void => {
    const text = JSON.stringify(event);
    if (text !== last) emit(event);
    last = text;
  };
  for (;;) {
    const context = await pcsc.establish();
    if (context.ok) {
      await watchContext(context.value, report);
      context.value.release();
    }
    const again = await pcsc.establish();
    if (again.ok) again.value.release();
    else report({ serviceRunning: false, readers: [] });
    await delay(again.ok ? shortPause : serviceRetry);
  }
}

/** Returns when the context has become useless. */
async function watchContext(context: PcscContext, report: (event: ReadersEvent) => void): Promise<void> {
  for (;;) {
    const names = await context.readerNames();
    if (!names.ok) return;
    const unknown = names.value.map((name): ReaderStatus => ({ name, state: 0 }));
    const now = await context.statusChange(unknown, false, 0);
    if (!now.ok) {
      // A reader that was unplugged between the two calls is unknown to the second: look again.
      if (!(await isUsable(context))) return;
      await delay(shortPause);
      continue;
    }
    report({ serviceRunning: true, readers: now.value.map(snapshotOf) });
    const changed = await context.statusChange(now.value, true, recheck);
    if (!changed.ok && changed.code !== pcscCodes.timeout && !(await isUsable(context))) return;
  }
}

async function isUsable(context: PcscContext): Promise<boolean> {
  return (await context.readerNames()).ok;
}

const snapshotOf = (status: ReaderStatus): ReaderSnapshot => ({
  name: status.name,
  cardPresent: hasCard(status),
  changes: status.state >>> 16,
});

/**
 * Whether the reader has a card, given some time for the service to notice a removal that a driver has already
 * stumbled upon.
 * @param patience milliseconds
 */
export async function cardStays(pcsc: Pcsc, readerName: string, patience: number): Promise<boolean> {
  const context = await pcsc.establish();
  if (!context.ok) return false;
  try {
    const now = await context.value.statusChange([{ name: readerName, state: 0 }], false, 0);
    const status = now.ok ? now.value[0] : undefined;
    if (!status || !hasCard(status)) return false;
    const later = await context.value.statusChange([status], false, patience);
    if (!later.ok) return later.code === pcscCodes.timeout;
    return later.value.every(hasCard);
  } finally {
    context.value.release();
  }
}
