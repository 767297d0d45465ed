import { helperPort } from '../helper-process/helper-process.ts';
import { serveRequests } from '../helper-process/request-channel.ts';
import { createPdfReader } from './pdf-reader.ts';
import type { PreviewCalls } from './preview-calls.ts';

/** Program of the previews' helper process: `preview-helper PATH-OF-PDFIUM.WASM`. */
serveRequests<PreviewCalls>(helperPort(), { read: createPdfReader(process.argv.at(-1) ?? '') });
