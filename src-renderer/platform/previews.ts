import {
  kindOfContent,
  refusalOfContent,
  type DocumentKind,
  type FileRefusal,
} from '../../shared/domain/documents/document-rules.ts';
import { failure, success, type Result } from '../../shared/domain/result.ts';

/** What can be shown of a file: a picture that is decoded as such, never a document that could run a script. */
export interface Preview {
  readonly kind: DocumentKind;
  /** The picture itself, or the first page of a PDF. */
  readonly picture: Blob;
  readonly pages: number;
  /** The file holds a script or starts a program. */
  readonly script: boolean;
  /** The file holds other files. */
  readonly attachments: boolean;
}
export type PreviewRefusal = FileRefusal | 'unavailable';
type Outcome = Result<Preview, { readonly code: PreviewRefusal }>;

const pdfRefusals: ReadonlySet<string> = new Set<PreviewRefusal>([
  'pdf-encrypted',
  'pdf-damaged',
  'pdf-too-complex',
  'too-large',
]);

/** What keeps a PDF from being sent, but not from being looked at: nothing of it is run. */
const harmless: ReadonlySet<string> = new Set<PreviewRefusal>(['pdf-script', 'pdf-attachments']);

const previewOfPdf = async (bytes: Uint8Array<ArrayBuffer>): Promise<Outcome> => {
  try {
    const response = await fetch('/data/pdf-preview', { method: 'POST', body: bytes });
    if (response.ok) {
      const { headers } = response;
      return success({
        kind: 'pdf',
        picture: await response.blob(),
        pages: Number(headers.get('X-Pages')),
        script: headers.get('X-Script') === 'true',
        attachments: headers.get('X-Attachments') === 'true',
      });
    }
    const { code } = (await response.json()) as { code: string };
    return failure({ code: pdfRefusals.has(code) ? (code as PreviewRefusal) : 'unavailable' });
  } catch {
    return failure({ code: 'unavailable' });
  }
};

/**
 * Looks into a file by its content and gives what can be shown of it.
 * A PDF with a script or with files is shown all the same and said to have them; one that cannot be opened is refused.
 */
export const previewOf = async (bytes: Uint8Array<ArrayBuffer>): Promise<Outcome> => {
  const refusal = refusalOfContent(bytes);
  if (refusal !== null && !harmless.has(refusal)) return failure({ code: refusal });
  const kind = kindOfContent(bytes);
  if (kind === null) return failure({ code: 'unknown-kind' });
  if (kind === 'pdf') return previewOfPdf(bytes);
  const picture = new Blob([bytes], { type: `image/${kind}` });
  return success({ kind, picture, pages: 1, script: false, attachments: false });
};
