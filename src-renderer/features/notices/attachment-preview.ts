import { documentLimits } from '../../../shared/domain/documents/document-rules.ts';
import { failure, type Result } from '../../../shared/domain/result.ts';
import type { Notice } from '../../../shared/service-api/notices.ts';
import { previewOf, type Preview, type PreviewRefusal } from '../../platform/previews.ts';

export type Attachment = Notice['content']['attachments'][number];

/** The picture of an attachment, made of its bytes, which are in the window only for as long as that takes. */
export const loadPreview = async (
  noticeId: string,
  { id, bytes }: Attachment,
  signal: AbortSignal,
): Promise<Result<Preview, { readonly code: PreviewRefusal }>> => {
  if (bytes > documentLimits.fileBytes) return failure({ code: 'too-large' });
  try {
    const path = `/data/notices/${encodeURIComponent(noticeId)}/${encodeURIComponent(id)}`;
    const reply = await fetch(path, { signal });
    if (!reply.ok) return failure({ code: 'unavailable' });
    const content = new Uint8Array(await reply.arrayBuffer());
    // Part of a file must not pass for the file.
    return content.length === bytes ? await previewOf(content) : failure({ code: 'unavailable' });
  } catch {
    return failure({ code: 'unavailable' });
  }
};
