import type { Steps } from '../../../shared/domain/lists/index.ts';

/** Milliseconds of work before the screen and the keyboard get their turn. */
const SLICE = 24;

/** Lets the browser handle input and paint. */
export const breathe = (): Promise<void> =>
  new Promise((resolve) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => {
      channel.port1.close();
      resolve();
    };
    channel.port2.postMessage(null);
  });

/**
 * Does the work in slices; undefined when the signal was aborted meanwhile.
 * @param onPause told before each pause: work that is done at once needs no sign of it on the screen
 */
export const runInSlices = async <Outcome>(
  steps: Steps<Outcome>,
  signal: AbortSignal,
  onPause?: () => void,
): Promise<Outcome | undefined> => {
  let sliceEnd = performance.now() + SLICE;
  for (;;) {
    if (signal.aborted) return undefined;
    const step = steps.next();
    if (step.done === true) return step.value;
    if (performance.now() < sliceEnd) continue;
    onPause?.();
    await breathe();
    sliceEnd = performance.now() + SLICE;
  }
};
