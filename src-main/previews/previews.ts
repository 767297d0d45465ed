import { documentLimits } from '../../shared/domain/documents/document-rules.ts';
import { failure, success, type Result } from '../../shared/domain/result.ts';
import type { StartHelper } from '../helper-process/helper-process.ts';
import { createRequestChannel } from '../helper-process/request-channel.ts';
import type { PdfReading, PreviewCalls } from './preview-calls.ts';

/** Milliseconds; what takes longer is ended with its process. */
const DEADLINE = 20_000;

export interface Previews {
  /** Answers `POST /data/pdf-preview` with the bytes of a PDF as its body; null for another path. */
  handle(request: Request): Promise<Response | null>;
  /** Ends the helper process, and with it what it had of a document. */
  close(): void;
}

type Shown = Extract<PdfReading, { state: 'shown' }>;
type Refusal = { readonly code: 'pdf-encrypted' | 'pdf-damaged' | 'pdf-too-complex' | 'role-missing' };

const refused = (code: string, status: number): Response =>
  new Response(JSON.stringify({ code }), { status, headers: { 'Content-Type': 'application/json' } });

/**
 * First pages of PDF documents as pictures. A PDF is untrusted: it is opened in a process of its own, one at a
 * time, within limits of memory and time; the window gets nothing but pixels.
 * @param startHelper starts the program preview-helper.ts
 */
export function createPreviews(startHelper: StartHelper, allowed: () => boolean): Previews {
  const channel = createRequestChannel<PreviewCalls>(startHelper);
  let before: Promise<unknown> = Promise.resolve();

  const read = async (bytes: Uint8Array): Promise<Result<Shown, Refusal>> => {
    // Locked while others were read: the helper stays away.
    if (!allowed()) return failure({ code: 'role-missing' });
    const answer = await channel.call('read', bytes, DEADLINE);
    if (!answer.ok) return failure({ code: 'pdf-too-complex' });
    return answer.value.state === 'shown' ? success(answer.value) : failure({ code: answer.value.reason });
  };

  return {
    handle: async (request) => {
      if (new URL(request.url).pathname !== '/data/pdf-preview') return null;
      if (request.method !== 'POST') return refused('invalid-request', 405);
      if (!allowed()) return refused('role-missing', 403);
      const bytes = new Uint8Array(await request.arrayBuffer());
      if (bytes.length > documentLimits.fileBytes) return refused('too-large', 413);
      const reading = before.then(() => read(bytes));
      before = reading;
      const found = await reading;
      if (!found.ok) return refused(found.error.code, 422);
      const { picture, pages, script, attachments } = found.value;
      const headers = {
        'Content-Type': 'image/png',
        'X-Pages': String(pages),
        'X-Script': String(script),
        'X-Attachments': String(attachments),
      };
      return new Response(new Uint8Array(picture), { headers });
    },
    close: () => channel.close(),
  };
}
