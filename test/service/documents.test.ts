import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BatchState } from '../../shared/service-api/documents.ts';
import { routes } from '../../shared/service-api/routes.ts';
import {
  startTrainingService,
  type TrainingService,
} from '../../src-main/training-service/start-training-service.ts';
import { namedClients } from '../../src-main/training-service/worked-examples.ts';
import { createServiceClient, makeProof, type ServiceClient } from './service-client.ts';

let service: TrainingService;
let client: ServiceClient;
let clientId: string;
const PART = 1024 * 1024;

beforeAll(async () => {
  service = await startTrainingService({ dataFolder: null, personCount: 300, requestsPerSecond: 100_000 });
  client = createServiceClient(service.url);
  await client.signIn('u-esimerkki');
  await client.chooseRole('org-pirkanmaa', 'TOIMEENTULO');
  clientId = await client.open(namedClients[1]!.personalIdentityCode);
});
afterAll(() => service.close());

/** Start of a JPEG picture of 1024 x 768 pixels, as far as the service looks into it. */
const JPEG_START = Buffer.from('ffd8ffc0000b080300040001011100', 'hex');
const photo = (size: number): Buffer =>
  Buffer.concat([JPEG_START, randomBytes(size - JPEG_START.length - 2), Buffer.from([0xff, 0xd9])]);
const hash = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const fileOf = (bytes: Buffer, changes = {}) => ({
  name: 'Vuokrakuitti äö.jpg',
  kind: 'jpeg',
  bytes: bytes.length,
  sha256: hash(bytes),
  documentType: 'BILL',
  months: ['2026-10'],
  rotation: 90,
  ...changes,
});
const batchOf = (...files: readonly object[]) => ({
  clientRequest: { way: 'PHONE', date: '2026-01-05' },
  applicationId: null,
  note: null,
  files,
});
const begin = (body: unknown, key: string = randomUUID()) =>
  client.call('beginDocumentBatch', {
    parameters: { clientId },
    body,
    headers: { 'idempotency-key': key },
  });
const begun = async (body: unknown, key?: string): Promise<BatchState> =>
  routes.beginDocumentBatch.response.parse((await begin(body, key)).body);
const complete = async (batchId: string) =>
  routes.completeDocumentBatch.response.parse(
    (await client.call('completeDocumentBatch', { parameters: { clientId, batchId } })).body,
  );
const upload = async (batchId: string, offset: number, bytes: Uint8Array, fileId = 'f1') => {
  const path = `/clients/${clientId}/document-batches/${batchId}/files/${fileId}/parts/${offset}`;
  const url = `${service.url}${path}`;
  return fetch(url, {
    method: 'POST',
    body: new Uint8Array(bytes),
    headers: {
      'content-type': 'application/octet-stream',
      authorization: `DPoP ${client.accessToken}`,
      dpop: await makeProof(client.key, 'POST', url, client.accessToken),
    },
  });
};
/** Sends the head of a request with only the beginning of its body, and breaks the connection. */
const cutInBody = async (batchId: string, offset: number, part: Uint8Array, sent: number): Promise<void> => {
  const path = `/clients/${clientId}/document-batches/${batchId}/files/f1/parts/${offset}`;
  const request = httpRequest(`${service.url}${path}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/octet-stream',
      'content-length': part.length,
      authorization: `DPoP ${client.accessToken}`,
      dpop: await makeProof(client.key, 'POST', `${service.url}${path}`, client.accessToken),
    },
  });
  const ended = new Promise((resolve) => request.on('close', resolve));
  request.on('error', () => undefined);
  request.write(part.subarray(0, sent), () => request.destroy());
  await ended;
};
/** Numbers from 0 to 1 that are the same for the same seed (Park and Miller). */
const randomFrom = (seed: number) => {
  let state = (seed % 2147483646) + 1;
  return (): number => (state = (state * 48271) % 2147483647) / 2147483647;
};
const receivedOf = async (response: Response): Promise<number> =>
  ((await response.json()) as { received: number }).received;
/** Sends what is missing, as a client does after a cut. */
const goOn = async (batchId: string, bytes: Buffer): Promise<void> => {
  const reply = await client.call('readDocumentBatch', { parameters: { clientId, batchId } });
  let at = routes.readDocumentBatch.response.parse(reply.body).files[0]!.received;
  while (at < bytes.length) at = await receivedOf(await upload(batchId, at, bytes.subarray(at, at + PART)));
};

describe('sending documents', () => {
  it('gives one receipt, with the hash of the bytes, and stands in the history', async () => {
    const bytes = photo(2_600_000);
    const { batchId } = await begun(batchOf(fileOf(bytes)));
    await goOn(batchId, bytes);
    const sent = await complete(batchId);
    expect(sent).toMatchObject({ outcome: 'SENT', receipt: { files: [{ sha256: hash(bytes) }] } });
    expect(await complete(batchId)).toEqual(sent);
    const history = await client.call('listDocumentBatches', { parameters: { clientId } });
    const { batches } = routes.listDocumentBatches.response.parse(history.body);
    expect(batches[0]).toMatchObject({ sentBy: 'Testi Esimerkki', files: [{ name: 'Vuokrakuitti äö.jpg' }] });
  });

  it('goes on byte for byte after cuts at random points, of requests and of answers', async () => {
    const bytes = photo(1_700_000);
    const { batchId } = await begun(batchOf(fileOf(bytes)));
    const seed = Math.floor(Math.random() * 2 ** 31);
    const random = randomFrom(seed);
    let at = 0;
    for (let turn = 0; at < bytes.length; turn += 1) {
      const part = bytes.subarray(at, at + 1 + Math.floor(random() * 150_000));
      const kind = (['body', 'cut', 'lost-answer', 'overlap', 'whole'] as const)[turn % 5];
      if (kind === 'body') await cutInBody(batchId, at, part, Math.floor(random() * part.length));
      else if (kind === 'cut' || kind === 'lost-answer') {
        service.setFault({ path: '/parts/', kind, times: 1 });
        await expect(upload(batchId, at, part)).rejects.toThrow();
      } else {
        const start = kind === 'overlap' ? Math.max(0, at - Math.floor(random() * 5_000)) : at;
        await upload(batchId, start, bytes.subarray(start, at + part.length));
      }
      const state = await client.call('readDocumentBatch', { parameters: { clientId, batchId } });
      at = routes.readDocumentBatch.response.parse(state.body).files[0]!.received;
    }
    // The service gives its receipt only where its own hash of what came is the one that was told.
    expect(await complete(batchId), `seed ${seed}`).toMatchObject({
      outcome: 'SENT',
      receipt: { files: [{ sha256: hash(bytes), bytes: bytes.length }] },
    });
  });

  it('says from where to go on when the offset leaves a gap', async () => {
    const bytes = photo(4_000);
    const { batchId } = await begun(batchOf(fileOf(bytes)));
    expect(await receivedOf(await upload(batchId, 2_000, bytes.subarray(2_000)))).toBe(0);
    expect((await complete(batchId)).outcome).toBe('INCOMPLETE');
  });

  it('gives one batch and one receipt for a double click, and refuses the key for another', async () => {
    const bytes = photo(9_000);
    const body = batchOf(fileOf(bytes));
    const key = randomUUID();
    const [first, second] = await Promise.all([begun(body, key), begun(body, key)]);
    expect(second.batchId).toBe(first.batchId);
    await Promise.all([goOn(first.batchId, bytes), goOn(first.batchId, bytes)]);
    const [one, other] = await Promise.all([complete(first.batchId), complete(first.batchId)]);
    expect(one.outcome).toBe('SENT');
    expect(other).toEqual(one);
    expect((await begun(body, key)).receipt).toMatchObject({ files: [{ sha256: hash(bytes) }] });
    expect((await begin(batchOf(fileOf(photo(9_001))), key)).status).toBe(409);
  });
});

describe('what the service refuses', () => {
  it.each([
    ['without the client’s request', { ...batchOf(fileOf(photo(50))), clientRequest: null }],
    [
      'asked for in the future',
      { ...batchOf(fileOf(photo(50))), clientRequest: { way: 'PHONE', date: '2999-01-01' } },
    ],
    ['with no files', batchOf()],
    ['with eleven files', batchOf(...Array.from({ length: 11 }, () => fileOf(photo(50))))],
    ['with a file over 10 MB', batchOf(fileOf(photo(50), { bytes: 10 * PART + 1 }))],
    [
      'over 30 MB together',
      batchOf(...Array.from({ length: 4 }, () => fileOf(photo(50), { bytes: 8 * PART }))),
    ],
    [
      'for a matter that is not the client’s',
      { ...batchOf(fileOf(photo(50))), applicationId: 'm-1-TOTU-2026-01' },
    ],
    ['with a kind that is not taken', batchOf(fileOf(photo(50), { kind: 'heic' }))],
  ])('a batch %s', async (_, body) => {
    const reply = await begin(body);
    expect([reply.status, reply.body['code']]).toEqual([400, 'REQUEST_INVALID']);
  });

  const text = (content: string): Buffer => Buffer.from(content, 'latin1');
  const pdf = (inside: string): Buffer => text(`%PDF-1.7\n<< ${inside} >>\nstartxref\n9\n%%EOF\n`);
  const withTestVirus = (): Buffer => {
    const virus = 'X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-' + 'ANTIVIRUS-TEST-FILE!$H+H*';
    return Buffer.concat([photo(60), text(virus)]);
  };
  it.each([
    ['other bytes than were told', photo(60), { sha256: hash(photo(61)) }, 'hash'],
    ['another kind than was told', pdf(''), {}, 'unknown-kind'],
    ['an encrypted PDF', pdf('/Encrypt 1 0 R'), { kind: 'pdf' }, 'pdf-encrypted'],
    ['a PDF with a script', pdf('/JS (x)'), { kind: 'pdf' }, 'pdf-script'],
    ['a damaged PDF', text('%PDF-1.7 and nothing more'), { kind: 'pdf' }, 'pdf-damaged'],
    ['a program', text('MZ............'), {}, 'unknown-kind'],
    ['a HEIC photo', text('\0\0\0\x18ftypheic....'), {}, 'heic'],
    ['a PDF with files in it', pdf('/Names << /EmbeddedFiles 5 0 R >>'), { kind: 'pdf' }, 'pdf-attachments'],
    ['a photo in which the scanner finds something', withTestVirus(), {}, 'malware'],
  ])('%s', async (_, bytes, changes, reason) => {
    const { batchId } = await begun(batchOf(fileOf(bytes, changes)));
    await goOn(batchId, bytes);
    expect(await complete(batchId)).toMatchObject({ outcome: 'REFUSED', files: [{ fileId: 'f1', reason }] });
    // Nothing of the refused file stays.
    const state = await client.call('readDocumentBatch', { parameters: { clientId, batchId } });
    expect(routes.readDocumentBatch.response.parse(state.body).files).toEqual([
      { fileId: 'f1', received: 0 },
    ]);
  });

  it('more bytes than were told, a part that is too large, and a batch of another client', async () => {
    const bytes = photo(2 * PART);
    const { batchId } = await begun(batchOf(fileOf(bytes)));
    expect((await upload(batchId, 0, randomBytes(PART + 1))).status).toBe(413);
    expect((await upload(batchId, 2 * PART - 1, randomBytes(2))).status).toBe(400);
    expect((await upload(batchId, 0, bytes.subarray(0, 5), 'f2')).status).toBe(404);
    const other = await client.open(namedClients[0]!.personalIdentityCode);
    const reply = await client.call('readDocumentBatch', { parameters: { clientId: other, batchId } });
    expect(reply.status).toBe(404);
  });

  it('a cancelled batch', async () => {
    const bytes = photo(500);
    const { batchId } = await begun(batchOf(fileOf(bytes)));
    await upload(batchId, 0, bytes);
    const cancelled = await client.call('cancelDocumentBatch', { parameters: { clientId, batchId } });
    expect(cancelled.status).toBe(200);
    expect((await upload(batchId, 0, bytes)).status).toBe(404);
  });

  it('to take back what is sent: it answers the receipt', async () => {
    const bytes = photo(500);
    const { batchId } = await begun(batchOf(fileOf(bytes)));
    await goOn(batchId, bytes);
    const sent = await complete(batchId);
    const late = await client.call('cancelDocumentBatch', { parameters: { clientId, batchId } });
    expect(sent).toMatchObject({ outcome: 'SENT', receipt: late.body['receipt'] });
  });

  it('a role without a right to documents', async () => {
    await client.chooseRole('org-pirkanmaa', 'ASIAKASMAKSU');
    clientId = await client.open(namedClients[1]!.personalIdentityCode);
    expect((await begin(batchOf(fileOf(photo(50))))).status).toBe(403);
  });
});
