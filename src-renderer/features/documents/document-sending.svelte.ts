import type { IsoDate } from '../../../shared/domain/dates.ts';
import { failure, success, type Result } from '../../../shared/domain/result.ts';
import type { CallError } from '../../../shared/ipc/errors.ts';
import type { DocumentReceipt } from '../../../shared/service-api/documents.ts';
import { stop } from '../../platform/stop.ts';
import { replyOf, type ClientPart, type ClientView } from '../client/index.ts';
import {
  createDocumentDrafts,
  type BytesPlace,
  type DocumentDrafts,
  type SavedDraft,
  type StartedBatch,
} from './document-draft.ts';
import {
  createDocumentFiles,
  type DocumentFiles,
  type DocumentFilesParts,
  type RefusalReason,
} from './document-files.svelte.ts';
import {
  batchOf,
  documentProblems,
  emptyDocumentForm,
  type DocumentForm,
  type DocumentProblem,
} from './document-form.ts';
import { uploadBatch, type UploadOutcome, type UploadParts, type UploadProgress } from './upload.ts';

/** Documents of one client that are chosen and not sent yet, to their receipt. */
export interface DocumentSending {
  /** A draft has been looked for. */
  readonly ready: boolean;
  readonly files: DocumentFiles;
  readonly form: DocumentForm;
  readonly problems: readonly DocumentProblem[];
  /** How often the user was kept from sending; the error summary takes the focus when it grows. */
  readonly attempt: number;
  /** Null while nothing is being sent. */
  readonly progress: UploadProgress | null;
  /** Bytes that the service has of a sending that was interrupted; null where there was none. */
  readonly interruptedAt: number | null;
  readonly error: CallError | null;
  readonly receipt: DocumentReceipt | null;
  /** The draft as it was saved last; null before. */
  readonly saved: SavedDraft | null;
  /** The last changes could not be saved; it is tried again. */
  readonly notSaved: boolean;
  /** When the draft was saved with which the user goes on, milliseconds since 1970; null where there was none. */
  readonly continuedFrom: number | null;
  /** Where the files are kept until they are sent, the least safe place of all; null where it is not known. */
  readonly place: BytesPlace | null;
  /** Sends, or goes on with what was cut. The same content gives one batch and one receipt. */
  send(): Promise<void>;
  /** Tries the connection now. */
  retryNow(): void;
  cancel(): Promise<void>;
  /** Begins anew: drops the draft, or puts the receipt away. */
  startOver(): Promise<void>;
}

export interface SendingParts extends Pick<DocumentFilesParts, 'preview' | 'decode' | 'newKey'> {
  readonly sendPart: (
    clientHandle: string,
    ...part: Parameters<UploadParts['sendPart']>
  ) => ReturnType<UploadParts['sendPart']>;
  readonly today: () => IsoDate;
  readonly now: () => number;
  readonly random: () => number;
  readonly drafts?: DocumentDrafts;
}

/** A pause in typing after which the draft is saved; milliseconds. */
const SAVE_PAUSE = 300;
/** Milliseconds until a draft that could not be saved is tried again. */
const SAVE_RETRY = 5_000;

/** Sends one part of a file through the app's own scheme. */
export const sendPart: SendingParts['sendPart'] = async (clientHandle, place, bytes, signal) => {
  const { batchId, fileId, offset } = place;
  try {
    const path = `/data/documents/${clientHandle}/${batchId}/${fileId}/${offset}`;
    const response = await fetch(path, { method: 'POST', body: bytes, signal });
    const body = (await response.json()) as { received: number } & CallError;
    return response.ok ? success(body.received) : failure(body);
  } catch {
    // The way into the main process broke, or the user cancelled; what has come stays with the service.
    return failure({ code: signal.aborted ? 'cancelled' : 'service-unreachable', retriable: true });
  }
};

/** A pause that ends early when it is woken or aborted. */
const createPause = () => {
  let wake: () => void = () => undefined;
  return {
    wake: () => wake(),
    pause: (milliseconds: number, signal: AbortSignal): Promise<void> =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, milliseconds);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
        signal.addEventListener('abort', wake, { once: true });
      }),
  };
};

interface Saver {
  /** Saves a little later, with what is there then. */
  soon(): void;
  now(): Promise<void>;
  stop(): void;
}

/** @param save false where it failed and should be tried again */
const createSaver = (save: () => Promise<boolean>): Saver => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stopped = false;
  const after = (milliseconds: number): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void now(), milliseconds);
  };
  const now = async (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    if (!(await save()) && timer === undefined && !stopped) after(SAVE_RETRY);
  };
  return {
    soon: () => after(SAVE_PAUSE),
    now,
    stop: () => {
      stopped = true;
      if (timer !== undefined) void now();
    },
  };
};

const safest: readonly BytesPlace[] = ['none', 'memory', 'disk'];
const lessSafe = (one: BytesPlace | null, other: BytesPlace): BytesPlace =>
  safest.find((place) => place === one || place === other) ?? other;

export const createSending = (client: ClientView, parts: SendingParts): DocumentSending => {
  const { contract, handle, header } = client;
  const drafts =
    parts.drafts ??
    createDocumentDrafts(contract, {
      name: `${header.lastName} ${header.calledName}`,
      personalIdentityCode: header.personalIdentityCode,
    });
  const form = $state<DocumentForm>(emptyDocumentForm());
  let draftId = parts.newKey();
  let ready = $state(false);
  let attempt = $state(0);
  let progress = $state.raw<UploadProgress | null>(null);
  let interruptedAt = $state<number | null>(null);
  let error = $state.raw<CallError | null>(null);
  let receipt = $state.raw<DocumentReceipt | null>(null);
  let saved = $state.raw<SavedDraft | null>(null);
  let notSaved = $state(false);
  let continuedFrom = $state<number | null>(null);
  let place = $state<BytesPlace | null>(null);
  let started: StartedBatch | null = null;
  let abort = new AbortController();
  let running: Promise<void> = Promise.resolve();
  const { wake, pause } = createPause();

  const saver = createSaver(async () => {
    if (receipt !== null) return true;
    const kept = files.list.map(({ content: _, ...file }) => file);
    const blank = kept.length === 0 && Object.values(form).every((typed) => typed === '');
    if (blank) {
      if (saved !== null || continuedFrom !== null) await drafts.remove(draftId);
      saved = null;
      return true;
    }
    const asked = draftId;
    const answer = await drafts.save({ draftId, form: $state.snapshot(form), files: kept, started });
    // Sent or dropped meanwhile.
    if (asked !== draftId) return true;
    saved = answer ?? saved;
    notSaved = answer === null;
    return !notSaved;
  });

  const files = createDocumentFiles({
    ...parts,
    onAdded: (key, bytes) => {
      // The draft names the file before its bytes come.
      void saver
        .now()
        .then(() => drafts.keepBytes(draftId, key, bytes))
        .then((kept) => (place = lessSafe(place, kept)));
    },
  });

  const pending = $derived(replyOf(client.section('pending'))?.items.map(({ id }) => id) ?? null);
  const problems = $derived(
    documentProblems(files.list, form, { today: parts.today(), reading: files.reading > 0, pending }),
  );

  const forget = async (): Promise<void> => {
    const finished = draftId;
    draftId = parts.newKey();
    started = null;
    saved = null;
    notSaved = false;
    interruptedAt = null;
    continuedFrom = null;
    place = null;
    files.clear();
    Object.assign(form, emptyDocumentForm());
    await drafts.remove(finished);
  };

  const sent = async (done: DocumentReceipt): Promise<void> => {
    receipt = done;
    await forget();
  };

  /** Drops what the service has of a batch; answers its receipt where it was sent after all. */
  const dropBatch = async (batch: StartedBatch | null): Promise<DocumentReceipt | null> => {
    if (batch?.batchId == null) return null;
    const request = { clientHandle: handle, batchId: batch.batchId };
    const answer = await contract.call('documents.cancel', request);
    return answer.ok ? answer.value.receipt : null;
  };

  /** The key belongs to what is sent: another content is another batch. */
  const startedWith = async (content: string): Promise<StartedBatch> => {
    if (started?.content === content) return started;
    const before = started;
    started = { key: parts.newKey(), content, batchId: null };
    await dropBatch(before);
    return started;
  };

  const finish = async (outcome: Result<UploadOutcome, CallError>): Promise<void> => {
    if (!outcome.ok) {
      error = outcome.error.code === 'cancelled' ? null : outcome.error;
      interruptedAt = progress?.sent ?? null;
    } else if (outcome.value.outcome === 'sent') await sent(outcome.value.receipt);
    else
      for (const { index, reason } of outcome.value.files.toReversed()) {
        const file = files.list[index];
        if (file === undefined) continue;
        files.refuse(file.name, reason as RefusalReason);
        if (reason !== 'hash') files.drop(file.key);
      }
  };

  const send = async (): Promise<void> => {
    attempt += 1;
    const batch = problems.length === 0 ? batchOf(files.list, form) : null;
    const contents = files.list.flatMap(({ content }) => (content === null ? [] : [content.bytes]));
    if (batch === null || contents.length < files.list.length) return;
    error = null;
    abort = new AbortController();
    const total = contents.reduce((sum, { length }) => sum + length, 0);
    progress = { sent: interruptedAt ?? 0, total, bytesPerSecond: null, waiting: null };
    const { key } = await startedWith(JSON.stringify(batch));
    // Whatever happens next, the key is known: the same content is sent under it.
    await saver.now();
    const outcome = await uploadBatch(
      contents,
      {
        begin: async () => {
          const begun = await contract.call('documents.begin', {
            clientHandle: handle,
            idempotencyKey: key,
            batch,
          });
          if (begun.ok && started?.key === key && started.batchId === null) {
            started = { ...started, batchId: begun.value.batchId };
            saver.soon();
          }
          return begun;
        },
        complete: (batchId) => contract.call('documents.complete', { clientHandle: handle, batchId }),
        sendPart: (...part) => parts.sendPart(handle, ...part),
        pause,
        now: parts.now,
        random: parts.random,
      },
      (told) => (progress = told),
      abort.signal,
    );
    await finish(outcome);
    progress = null;
  };

  /** What the service has of a sending that was interrupted. */
  const askService = async ({ batchId }: StartedBatch): Promise<void> => {
    if (batchId === null) return;
    const state = await contract.call('documents.state', { clientHandle: handle, batchId });
    if (!state.ok) return;
    if (state.value.receipt !== null) return sent(state.value.receipt);
    interruptedAt = state.value.files.reduce((sum, { received }) => sum + received, 0);
  };

  const restore = async (): Promise<void> => {
    const { draft, place: found } = await drafts.find();
    place = found;
    if (draft !== null) {
      draftId = draft.draftId;
      started = draft.started;
      continuedFrom = draft.savedAt;
      Object.assign(form, draft.form);
      await files.restore(draft.files, (key) => drafts.bytesOf(draft.draftId, key));
      if (started !== null) await askService(started);
    }
    ready = true;
  };
  void restore();

  $effect(() => {
    void [form.way, form.requestDate, form.applicationId, form.note, files.list];
    if (ready) saver.soon();
  });
  // The client is left: what is on its way stops, what was typed is kept.
  $effect(() => () => {
    stop(abort);
    saver.stop();
  });

  return {
    get ready() {
      return ready;
    },
    files,
    form,
    get problems() {
      return problems;
    },
    get attempt() {
      return attempt;
    },
    get progress() {
      return progress;
    },
    get interruptedAt() {
      return interruptedAt;
    },
    get error() {
      return error;
    },
    get receipt() {
      return receipt;
    },
    get saved() {
      return saved;
    },
    get notSaved() {
      return notSaved;
    },
    get continuedFrom() {
      return continuedFrom;
    },
    get place() {
      return place;
    },
    send: () => {
      if (progress === null && receipt === null) running = send();
      return running;
    },
    retryNow: wake,
    cancel: async () => {
      stop(abort);
      await running;
      if (receipt !== null) return;
      const before = started;
      started = null;
      interruptedAt = null;
      const late = await dropBatch(before);
      if (late !== null) await sent(late);
      else saver.soon();
    },
    startOver: async () => {
      receipt = null;
      error = null;
      attempt = 0;
      const before = started;
      await forget();
      // It had been sent after all: the user must know.
      receipt = await dropBatch(before);
    },
  };
};

/** The documents that a client has on the way. */
export const documentsPart = (parts: SendingParts): ClientPart<DocumentSending> => ({
  make: (client) => createSending(client, parts),
});
