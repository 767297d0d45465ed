import { documentLimits } from '../../../shared/domain/documents/document-rules.ts';
import { failure, success, type Result } from '../../../shared/domain/result.ts';
import type { CallAnswer } from '../../../shared/ipc/contract.ts';
import type { CallError, ErrorCode } from '../../../shared/ipc/errors.ts';
import type { BatchState, DocumentReceipt } from '../../../shared/service-api/documents.ts';

export interface UploadProgress {
  /** Bytes that the service has. */
  readonly sent: number;
  readonly total: number;
  /** Null until it can be told. */
  readonly bytesPerSecond: number | null;
  /** Seconds until the connection is tried again; null while bytes flow. */
  readonly waiting: number | null;
}

export type UploadOutcome =
  | { readonly outcome: 'sent'; readonly receipt: DocumentReceipt }
  /** Files that the service found to be other than allowed, by their place in the batch. */
  | {
      readonly outcome: 'refused';
      readonly files: readonly { readonly index: number; readonly reason: string }[];
    };

export interface UploadParts {
  /** The batch as it stands, begun where it was not; always with the same key. */
  readonly begin: () => Promise<CallAnswer<'documents.begin'>>;
  readonly complete: (batchId: string) => Promise<CallAnswer<'documents.complete'>>;
  /** Answers how many bytes of the file the service has then. */
  readonly sendPart: (
    place: { readonly batchId: string; readonly fileId: string; readonly offset: number },
    bytes: Uint8Array<ArrayBuffer>,
    signal: AbortSignal,
  ) => Promise<Result<number, CallError>>;
  /** Ends early when the signal is aborted or the user does not want to wait. */
  readonly pause: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** Milliseconds that never go back. */
  readonly now: () => number;
  readonly random: () => number;
}

/** After these the same bytes may get through a little later. */
const PASSING: ReadonlySet<ErrorCode> = new Set([
  'busy',
  'service-unreachable',
  'service-timeout',
  'service-busy',
  'service-failed',
  'service-closed',
]);
/** Tries without a single byte between them. */
const TRIES = 6;
const FIRST_PAUSE = 1_000;
/** A service that asks for a longer pause is shown to the user, who decides. */
const LONGEST_PAUSE = 60_000;
const SMALLEST_PART = 64 * 1024;
const FIRST_PART = 256 * 1024;
/** A part should take this long: short enough for the time limit of a request, long enough to be worth one. */
const PART_SECONDS = 1.5;

const cancelled: CallError = { code: 'cancelled', retriable: true };

/** Size of the next part and speed, learnt from the parts before. */
const createPace = (now: () => number) => {
  let partBytes = FIRST_PART;
  let bytesPerSecond: number | null = null;
  return {
    get partBytes() {
      return partBytes;
    },
    get bytesPerSecond() {
      return bytesPerSecond;
    },
    measure: async (bytes: number, work: () => Promise<Result<number, CallError>>) => {
      const started = now();
      const answer = await work();
      if (!answer.ok) {
        partBytes = Math.max(SMALLEST_PART, Math.floor(partBytes / 2));
        return answer;
      }
      const speed = (bytes * 1000) / Math.max(1, now() - started);
      bytesPerSecond = bytesPerSecond === null ? speed : 0.7 * bytesPerSecond + 0.3 * speed;
      const wanted = Math.floor(bytesPerSecond * PART_SECONDS);
      partBytes = Math.min(documentLimits.partBytes, Math.max(SMALLEST_PART, wanted));
      return answer;
    },
  };
};

const noProgress: CallError = { code: 'service-failed', retriable: true };

interface Run {
  readonly files: readonly Uint8Array<ArrayBuffer>[];
  readonly parts: UploadParts;
  readonly signal: AbortSignal;
  /** Told how many bytes the service has. */
  readonly show: (sent: number) => void;
  readonly pace: ReturnType<typeof createPace>;
}

const sendFiles = async (
  { files, parts, signal, show, pace }: Run,
  { batchId, files: states }: BatchState,
): Promise<Result<true, CallError>> => {
  let before = 0;
  for (const [index, bytes] of files.entries()) {
    const { fileId, received } = states[index] ?? { fileId: '', received: 0 };
    for (let offset = received; offset < bytes.length;) {
      show(before + offset);
      const part = bytes.slice(offset, offset + pace.partBytes);
      const place = { batchId, fileId, offset };
      const sent = await pace.measure(part.length, () => parts.sendPart(place, part, signal));
      if (signal.aborted) return failure(cancelled);
      if (!sent.ok) return sent;
      if (sent.value <= offset) return failure(noProgress);
      offset = sent.value;
    }
    before += bytes.length;
  }
  show(before);
  return success(true);
};

const sendOnce = async (run: Run): Promise<Result<UploadOutcome, CallError>> => {
  const begun = await run.parts.begin();
  if (!begun.ok) return begun;
  if (begun.value.receipt !== null) return success({ outcome: 'sent', receipt: begun.value.receipt });
  if (run.signal.aborted) return failure(cancelled);
  const sent = await sendFiles(run, begun.value);
  if (!sent.ok) return sent;
  const done = await run.parts.complete(begun.value.batchId);
  if (!done.ok) return done;
  if (done.value.outcome === 'SENT') return success({ outcome: 'sent', receipt: done.value.receipt });
  if (done.value.outcome === 'INCOMPLETE') return failure(noProgress);
  const order = begun.value.files.map(({ fileId }) => fileId);
  const refused = done.value.files.map(({ fileId, reason }) => ({ index: order.indexOf(fileId), reason }));
  return success({ outcome: 'refused', files: refused });
};

/**
 * Sends the files of a batch part by part and asks for the receipt. After a cut it goes on from where the service
 * stands, which is asked anew each time; it gives up after six tries without a byte of progress.
 */
export const uploadBatch = async (
  files: readonly Uint8Array<ArrayBuffer>[],
  parts: UploadParts,
  tell: (progress: UploadProgress) => void,
  signal: AbortSignal,
): Promise<Result<UploadOutcome, CallError>> => {
  const total = files.reduce((sum, { length }) => sum + length, 0);
  const pace = createPace(parts.now);
  let best = 0;
  let tries = 0;
  const show = (sent: number, waiting: number | null = null): void => {
    if (sent > best) tries = 0;
    best = Math.max(best, sent);
    tell({ sent, total, bytesPerSecond: pace.bytesPerSecond, waiting });
  };
  for (;;) {
    const outcome = await sendOnce({ files, parts, signal, show, pace });
    // What is sent is sent, also when it was cancelled in the last moment.
    if (outcome.ok) return outcome;
    if (signal.aborted) return failure(cancelled);
    if (!PASSING.has(outcome.error.code)) return outcome;
    tries += 1;
    const asked = (outcome.error.retryAfter ?? 0) * 1000;
    if (tries >= TRIES || asked > LONGEST_PAUSE) return outcome;
    const wait = Math.max(asked, FIRST_PAUSE * 2 ** (tries - 1) * (0.75 + parts.random() / 2));
    show(best, Math.ceil(wait / 1000));
    await parts.pause(wait, signal);
    if (signal.aborted) return failure(cancelled);
  }
};
