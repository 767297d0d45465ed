import { readFile } from 'node:fs/promises';
import { init, type WrappedPdfiumModule } from '@embedpdf/pdfium';
import { refusalOfPdfNames } from '../../shared/domain/documents/document-rules.ts';
import type { PdfReading } from './preview-calls.ts';
import { pngOf } from './png.ts';

/** Bytes that PDFium may take; a page that needs more is a bomb, or nothing that a person would read. */
const MEMORY_LIMIT = 512 * 1024 * 1024;
/** Longer side of the picture in pixels: text of an A4 page can be read. */
const LONGER_SIDE = 1400;
const RGBA = 4;
const WHITE = 0xffffffff;
/** Draw annotations; red first, not blue (fpdfview.h). */
const RENDER_FLAGS = 0x01 | 0x10;
const PASSWORD_NEEDED = 4;
const UNKNOWN_ENCRYPTION = 5;
const NOT_ENCRYPTED = -1;

/** A new memory for each document: nothing of one client's document is left for the next. */
async function startPdfium(program: WebAssembly.Module): Promise<WrappedPdfiumModule> {
  const pdfium = await init({
    print: () => undefined,
    printErr: () => undefined,
    instantiateWasm: (imports, done) => {
      const environment = imports['env'] as Record<string, WebAssembly.ImportValue>;
      const grow = environment['emscripten_resize_heap'] as (bytes: number) => number;
      environment['emscripten_resize_heap'] = (bytes: number) =>
        bytes >>> 0 > MEMORY_LIMIT ? 0 : grow(bytes);
      const instance = new WebAssembly.Instance(program, imports);
      done(instance);
      return instance.exports;
    },
  });
  pdfium.PDFiumExt_Init();
  return pdfium;
}

function firstPage(pdfium: WrappedPdfiumModule, document: number): Uint8Array | null {
  const page = pdfium.FPDF_LoadPage(document, 0);
  if (page === 0) return null;
  const [width, height] = [pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)];
  const scale = LONGER_SIDE / Math.max(width, height);
  const columns = Math.max(1, Math.round(width * scale));
  const rows = Math.max(1, Math.round(height * scale));
  const bitmap = pdfium.FPDFBitmap_CreateEx(columns, rows, RGBA, 0, 0);
  if (bitmap === 0) return null;
  pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, columns, rows, WHITE);
  pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, columns, rows, 0, RENDER_FLAGS);
  const start = pdfium.FPDFBitmap_GetBuffer(bitmap);
  return pngOf(columns, rows, pdfium.pdfium.HEAPU8.subarray(start, start + columns * rows * 4));
}

/** The document written anew: every object stands in the open, with its names spelt out. */
function writtenAnew(pdfium: WrappedPdfiumModule, document: number): Uint8Array {
  const writer = pdfium.PDFiumExt_OpenFileWriter();
  pdfium.PDFiumExt_SaveAsCopy(document, writer);
  const size = pdfium.PDFiumExt_GetFileWriterSize(writer);
  const start = pdfium.pdfium.wasmExports.malloc(size);
  pdfium.PDFiumExt_GetFileWriterData(writer, start, size);
  return pdfium.pdfium.HEAPU8.subarray(start, start + size);
}

function read(pdfium: WrappedPdfiumModule, bytes: Uint8Array): PdfReading {
  const start = pdfium.pdfium.wasmExports.malloc(bytes.length);
  pdfium.pdfium.HEAPU8.set(bytes, start);
  const document = pdfium.FPDF_LoadMemDocument(start, bytes.length, '');
  if (document === 0) {
    const locked = [PASSWORD_NEEDED, UNKNOWN_ENCRYPTION].includes(pdfium.FPDF_GetLastError());
    return { state: 'refused', reason: locked ? 'pdf-encrypted' : 'pdf-damaged' };
  }
  // Also where no password is needed to read it: who gets it could not copy or print it.
  if (pdfium.FPDF_GetSecurityHandlerRevision(document) !== NOT_ENCRYPTED)
    return { state: 'refused', reason: 'pdf-encrypted' };
  const pages = pdfium.FPDF_GetPageCount(document);
  const picture = pages > 0 ? firstPage(pdfium, document) : null;
  if (picture === null) return { state: 'refused', reason: 'pdf-damaged' };
  const refusal = refusalOfPdfNames(writtenAnew(pdfium, document));
  const attachments = refusal === 'pdf-attachments';
  return { state: 'shown', picture, pages, script: refusal !== null && !attachments, attachments };
}

/**
 * Opens PDF documents with PDFium, Chromium's PDF engine, built without a script engine and run as WebAssembly.
 * @param programFile path of pdfium.wasm
 * @returns a reader that throws where a document needs more memory than a page may
 */
export function createPdfReader(programFile: string): (bytes: Uint8Array) => Promise<PdfReading> {
  let program: Promise<WebAssembly.Module> | undefined;
  return async (bytes) => {
    program ??= readFile(programFile).then((file) => WebAssembly.compile(file));
    return read(await startPdfium(await program), bytes);
  };
}
