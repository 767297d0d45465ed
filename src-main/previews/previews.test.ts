import { createRequire } from 'node:module';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { PDFDocument, PDFName, PDFString } from '@cantoo/pdf-lib';
import { afterAll, describe, expect, it } from 'vitest';
import { documentLimits, refusalOfContent } from '../../shared/domain/documents/document-rules.ts';
import { forkHelper } from '../helper-process/forked-helper.ts';
import { createPreviews } from './previews.ts';

// The real PDFium in the real helper process, on plain Node.
const pdfium = createRequire(import.meta.url).resolve('@embedpdf/pdfium/pdfium.wasm');
const program = join(import.meta.dirname, 'preview-helper.ts');
let active = true;
const previews = createPreviews(
  () => forkHelper(program, [pdfium]),
  () => active,
);
afterAll(() => previews.close());

const documentOf = async (change?: (document: PDFDocument) => void): Promise<PDFDocument> => {
  const document = await PDFDocument.create();
  document.addPage([595, 842]).drawText('Vuokrasopimus');
  document.addPage([595, 842]);
  change?.(document);
  return document;
};
/** Objects are compressed, so that a search in the bytes finds nothing of them. */
const saved = async (document: PDFDocument): Promise<Uint8Array<ArrayBuffer>> =>
  new Uint8Array(await document.save({ useObjectStreams: true }));

const ask = async (bytes: Uint8Array<ArrayBuffer>): Promise<Response> => {
  const request = new Request('app://kelmu/data/pdf-preview', { method: 'POST', body: bytes });
  return (await previews.handle(request))!;
};
const refusalOf = async (bytes: Uint8Array<ArrayBuffer>): Promise<unknown> => {
  const response = await ask(bytes);
  return [response.status, await response.json()];
};

/** One page whose content unpacks to many times its size. */
const bomb = (): Uint8Array<ArrayBuffer> => {
  const content = deflateSync(Buffer.alloc(700_000_000, ' '), { level: 1 });
  return new Uint8Array(
    Buffer.concat([
      Buffer.from(
        '%PDF-1.5\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n' +
          '3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>endobj\n' +
          `4 0 obj<</Length ${content.length}/Filter/FlateDecode>>stream\n`,
      ),
      content,
      Buffer.from('\nendstream endobj\ntrailer<</Root 1 0 R/Size 5>>\nstartxref\n0\n%%EOF\n'),
    ]),
  );
};

describe('a PDF', () => {
  it('is shown as a picture of its first page', async () => {
    const response = await ask(await saved(await documentOf()));
    expect([response.status, response.headers.get('X-Pages'), response.headers.get('X-Script')]).toEqual([
      200,
      '2',
      'false',
    ]);
    const picture = Buffer.from(await response.arrayBuffer());
    expect(refusalOfContent(picture)).toBeNull();
    expect([picture.readUInt32BE(16), picture.readUInt32BE(20)]).toEqual([989, 1400]);
  });

  it.each<readonly [string, (document: PDFDocument) => void]>([
    [
      'among its names',
      ({ catalog, context }) => {
        const action = context.register(context.obj({ S: 'JavaScript', JS: PDFString.of('x') }));
        const names = [PDFString.of('start'), action];
        catalog.set(PDFName.of('Names'), context.register(context.obj({ JavaScript: { Names: names } })));
      },
    ],
    [
      'when it is opened',
      ({ catalog, context }) =>
        catalog.set(
          PDFName.of('OpenAction'),
          context.register(context.obj({ S: 'JavaScript', JS: PDFString.of('x') })),
        ),
    ],
    [
      'that starts a program',
      ({ catalog, context }) =>
        catalog.set(PDFName.of('OpenAction'), context.register(context.obj({ S: 'Launch', F: 'x.exe' }))),
    ],
    [
      'that opens another place when it is opened',
      ({ catalog, context }) =>
        catalog.set(
          PDFName.of('OpenAction'),
          context.register(context.obj({ S: 'URI', URI: PDFString.of('https://example.org') })),
        ),
    ],
    [
      'in the form of a program of its own',
      ({ catalog, context }) => {
        const form = context.register(context.stream('<xdp/>'));
        catalog.set(PDFName.of('AcroForm'), context.register(context.obj({ XFA: form })));
      },
    ],
    [
      'on a page',
      (document) => {
        const { context } = document;
        const action = { S: 'JavaScript', JS: PDFString.of('x') };
        const note = context.obj({ Type: 'Annot', Subtype: 'Link', Rect: [0, 0, 9, 9], A: action });
        document.getPage(1).node.set(PDFName.of('Annots'), context.obj([context.register(note)]));
      },
    ],
  ])('with a compressed script %s is told apart', async (_, change) => {
    const bytes = await saved(await documentOf(change));
    expect(refusalOfContent(bytes)).toBeNull();
    expect((await ask(bytes)).headers.get('X-Script')).toBe('true');
  });

  it('with files in it is told apart, in compressed objects too', async () => {
    const document = await documentOf();
    await document.attach(Buffer.from('MZ'), 'lasku.exe', { mimeType: 'application/octet-stream' });
    const { headers } = await ask(await saved(document));
    expect([headers.get('X-Script'), headers.get('X-Attachments')]).toEqual(['false', 'true']);
  });

  it('that opens at a page, and links to others, has nothing against it', async () => {
    const document = await documentOf(({ catalog, context }) => {
      const place = context.obj({ S: 'GoTo', D: [1, PDFName.of('Fit')] });
      catalog.set(PDFName.of('OpenAction'), context.register(place));
    });
    const link = { S: 'URI', URI: PDFString.of('https://kela.fi') };
    const { context } = document;
    const note = context.obj({ Type: 'Annot', Subtype: 'Link', Rect: [0, 0, 9, 9], A: link });
    document.getPage(0).node.set(PDFName.of('Annots'), context.obj([context.register(note)]));
    const { headers } = await ask(await saved(document));
    expect([headers.get('X-Script'), headers.get('X-Attachments')]).toEqual(['false', 'false']);
  });

  it('is refused when it is encrypted, with or without a password to open it', async () => {
    const document = await documentOf();
    document.encrypt({ ownerPassword: 'owner' });
    expect(await refusalOf(await saved(document))).toEqual([422, { code: 'pdf-encrypted' }]);
    const locked = await documentOf();
    locked.encrypt({ userPassword: 'user', ownerPassword: 'owner' });
    expect(await refusalOf(await saved(locked))).toEqual([422, { code: 'pdf-encrypted' }]);
  });

  it('is refused when it is damaged', async () => {
    const whole = await saved(await documentOf());
    const damaged = [422, { code: 'pdf-damaged' }];
    expect(await refusalOf(whole.slice(0, whole.length / 2))).toEqual(damaged);
    expect(await refusalOf(new Uint8Array(Buffer.from('%PDF-1.7 nothing startxref 9 %%EOF')))).toEqual(
      damaged,
    );
    expect(await refusalOf(new Uint8Array())).toEqual(damaged);
  });

  it('that unpacks to more than memory allows is refused, and the next one is shown', async () => {
    const bytes = bomb();
    expect(bytes.length).toBeLessThan(documentLimits.fileBytes);
    expect(await refusalOf(bytes)).toEqual([422, { code: 'pdf-too-complex' }]);
    expect((await ask(await saved(await documentOf()))).status).toBe(200);
  });
});

it('takes no more than a file may have, and nothing without a role', async () => {
  expect(await refusalOf(new Uint8Array(documentLimits.fileBytes + 1))).toEqual([413, { code: 'too-large' }]);
  active = false;
  expect(await refusalOf(new Uint8Array(5))).toEqual([403, { code: 'role-missing' }]);
  active = true;
  expect(await previews.handle(new Request('app://kelmu/data/other', { method: 'POST' }))).toBeNull();
});
