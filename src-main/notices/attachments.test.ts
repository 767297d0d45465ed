import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { failure, success } from '../../shared/domain/result.ts';
import type { Notice } from '../../shared/service-api/notices.ts';
import { createAttachments, type AttachmentParts } from './attachments.ts';

type Attachment = Notice['content']['attachments'][number];

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kelmu-attachments-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const attachment = (id: string, name: string, text: string, mediaType = 'application/pdf'): Attachment => ({
  id,
  name,
  mediaType,
  bytes: text.length,
});

interface World {
  readonly attachments: readonly Attachment[];
  /** What the service sends, by attachment. */
  readonly bodies: Readonly<Record<string, Response>>;
  readonly savingAllowed?: boolean;
  readonly chosen?: string | null;
  readonly sessionEndsInDialog?: boolean;
  readonly auditFails?: boolean;
}

const build = (world: World) => {
  const asked: string[] = [];
  let ended = false;
  let drop = (): void => undefined;
  const parts: AttachmentParts = {
    backend: {
      request: (() =>
        Promise.resolve(
          success({ outcome: 'DONE', notice: { content: { attachments: world.attachments } } }),
        )) as AttachmentParts['backend']['request'],
    },
    streams: {
      open: ({ path, signal }) => {
        asked.push(path);
        const body = world.bodies[path.split('/').at(-1) ?? ''];
        if (signal.aborted || body === undefined)
          return Promise.resolve(failure({ code: 'service-refused-request', retriable: false }));
        return Promise.resolve(success(body));
      },
    },
    session: {
      missing: () => (ended ? 'session-locked' : undefined),
      onClientsDropped: (listener) => {
        drop = () => listener('locked');
        return () => undefined;
      },
    },
    savingAllowed: () => world.savingAllowed ?? true,
    chooseFolder: () => {
      ended = world.sessionEndsInDialog ?? false;
      return Promise.resolve(world.chosen === undefined ? folder : world.chosen);
    },
    auditEvents: {
      record: (event) => {
        asked.push(`audit ${event.kind} ${event.subject} ${event.rows}`);
        return Promise.resolve(
          world.auditFails ? failure({ code: 'service-unreachable', retriable: true }) : success(true),
        );
      },
    },
  };
  return { ...createAttachments(parts), asked, drop: () => drop() };
};

const all = { noticeId: 'n-1', attachmentIds: ['a-1', 'a-2', 'a-3'] };

describe('saving attachments', () => {
  it('gives the files their own names, made safe, and overwrites nothing', async () => {
    writeFileSync(join(folder, 'Lasku.pdf'), 'mine');
    const { save, asked } = build({
      attachments: [
        attachment('a-1', 'Sähkölasku 10/2026.pdf', 'electricity'),
        attachment('a-2', 'Lasku.pdf', 'bill'),
        attachment('a-3', '../../CON', 'device'),
      ],
      bodies: {
        'a-1': new Response('electricity'),
        'a-2': new Response('bill'),
        'a-3': new Response('device'),
      },
    });
    expect(await save(all)).toEqual(
      success({
        outcome: 'saved',
        files: [
          { attachmentId: 'a-1', fileName: 'Sähkölasku 10-2026.pdf' },
          { attachmentId: 'a-2', fileName: 'Lasku (2).pdf' },
          { attachmentId: 'a-3', fileName: '-..-CON.pdf' },
        ],
      }),
    );
    expect(readdirSync(folder).sort()).toEqual(
      ['-..-CON.pdf', 'Lasku (2).pdf', 'Lasku.pdf', 'Sähkölasku 10-2026.pdf'].sort(),
    );
    expect(readFileSync(join(folder, 'Lasku.pdf'), 'utf8')).toBe('mine');
    // Recorded before the first byte is asked for.
    expect(asked[0]).toBe('audit export notice 3');
  });

  it('never leaves part of a file: what came short, long or not at all is named as not saved', async () => {
    const { save } = build({
      attachments: [
        attachment('a-1', 'short.pdf', '12345'),
        attachment('a-2', 'long.pdf', '12345'),
        attachment('a-3', 'none.pdf', '12345'),
      ],
      bodies: { 'a-1': new Response('123'), 'a-2': new Response('1234567') },
    });
    const saved = await save(all);
    expect(
      saved.ok && saved.value.outcome === 'saved' && saved.value.files.map((file) => file.fileName),
    ).toEqual([null, null, null]);
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each([
    ['where the administrators forbid it', { savingAllowed: false }, 'not-allowed'],
    ['when the session ends in the dialog', { sessionEndsInDialog: true }, 'session-locked'],
    ['when the service cannot record it', { auditFails: true }, 'service-unreachable'],
  ] as const)('does nothing %s', async (_, change, code) => {
    const world = { attachments: [attachment('a-1', 'a.pdf', 'a')], bodies: { 'a-1': new Response('a') } };
    expect(await build({ ...world, ...change }).save(all)).toMatchObject({ ok: false, error: { code } });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('ends quietly when the user changes the mind', async () => {
    const { save, asked } = build({
      attachments: [attachment('a-1', 'a.pdf', 'a')],
      bodies: {},
      chosen: null,
    });
    expect(await save(all)).toEqual(success({ outcome: 'cancelled' }));
    expect(asked).toEqual([]);
  });
});

describe('looking at attachments', () => {
  const request = (path: string, method = 'GET') => new Request(`app://kelmu${path}`, { method });

  it('gives the bytes without the type that their sender gave, for paths of its own only', async () => {
    const { handle, asked } = build({
      attachments: [],
      bodies: { 'a-1': new Response('<script>', { headers: { 'content-type': 'text/html' } }) },
    });
    const answer = await handle(request('/data/notices/n-1/a-1'));
    expect(answer?.headers.get('content-type')).toBe('application/octet-stream');
    expect(await answer?.text()).toBe('<script>');
    expect(asked).toEqual(['/notices/n-1/attachments/a-1']);
    expect(await handle(request('/data/notices/n-1/a-1/more'))).toBeNull();
    expect(await handle(request('/data/notices/n%2F1/a-1'))).toBeNull();
    expect((await handle(request('/data/notices/n-1/a-1', 'POST')))?.status).toBe(405);
  });

  it('tells a cut, a longer answer than a document may have, and a refusal as errors', async () => {
    const cut = new ReadableStream({
      start: (controller) => {
        controller.enqueue(new Uint8Array(3));
        controller.error(new Error('reset'));
      },
    });
    const { handle } = build({
      attachments: [],
      bodies: {
        'a-1': new Response(cut),
        'a-2': new Response(new Uint8Array(10 * 1024 * 1024 + 1)),
        'a-3': new Response('abc', { headers: { 'content-length': '5' } }),
      },
    });
    const codes = await Promise.all(
      ['a-1', 'a-2', 'a-3', 'a-4'].map(async (id) => {
        const answer = await handle(request(`/data/notices/n-1/${id}`));
        return [answer?.status, ((await answer?.json()) as { code: string }).code];
      }),
    );
    expect(codes).toEqual([
      [502, 'service-unreachable'],
      [502, 'service-reply-invalid'],
      [502, 'service-reply-invalid'],
      [502, 'service-refused-request'],
    ]);
  });
});
