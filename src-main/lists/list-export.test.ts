import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { success } from '../../shared/domain/result.ts';
import { callFailure } from '../../shared/ipc/call-failure.ts';
import { createListExport, type ListExportParts } from './list-export.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'kelmu-export-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const labels = {
  confidential: 'SALASSA PIDETTÄVÄ',
  list: 'Luettelo',
  period: 'Jakso',
  savedBy: 'Tallentaja',
  organisation: 'Organisaatio',
  purpose: 'Käyttötarkoitus',
  savedAt: 'Tallennettu',
  rows: 'Rivejä',
  listName: 'Rintamalisän saajat 10/2026',
};
const request = {
  listId: 'L2',
  view: 'persons',
  period: '2026-10',
  format: 'csv',
  rows: 2,
  locale: 'fi',
  labels,
  columns: [{ label: 'Nimi', type: 'text' }],
};
const body = `${JSON.stringify(request)}\n["Aho Aino"]\n["Äijälä Anna"]\n`;
const active = {
  phase: 'active',
  user: { name: 'Testi Esimerkki' },
  role: {
    organisation: { name: { fi: 'Pirkanmaan hyvinvointialue', sv: 'Birkalands välfärdsområde' } },
    purpose: 'VAMMAIS_VANHUS',
    rights: { lists: ['L2'] },
  },
};

/** A session, a service and a dialog that pretend; the file is a real one. */
const exporting = (changes: Partial<ListExportParts> = {}) => {
  const recorded: unknown[] = [];
  const asked: string[] = [];
  let state: unknown = active;
  const parts = {
    session: {
      missing: () => (state === active ? undefined : 'session-locked'),
      role: () => active.role,
      state: () => state,
    },
    clock: { now: () => Date.parse('2026-11-02T08:00:00Z') },
    audit: { record: (event: unknown) => recorded.push(event) },
    auditEvents: { record: async (event: unknown) => success(recorded.push(event) > 0) },
    exportAllowed: () => true,
    chooseFile: async (name: string) => {
      asked.push(name);
      return join(folder, 'saved.csv');
    },
    ...changes,
  } as unknown as ListExportParts;
  const { handle } = createListExport(parts);
  const save = async (sent: BodyInit = body): Promise<unknown> => {
    const options = { method: 'POST', body: sent, duplex: 'half' } as RequestInit;
    return (await handle(new Request('app://bundle/data/list-export', options)))?.json();
  };
  return { save, recorded, asked, lock: () => (state = { phase: 'locked' }) };
};
const files = (): readonly string[] => readdirSync(folder);

it('saves where the user says, marked with who, when and what for, and has it recorded first', async () => {
  const { save, recorded, asked } = exporting();
  expect(await save()).toEqual({ saved: true, rows: 2 });
  expect(asked).toEqual(['kelmu-L2-persons-2026-10.csv']);
  const text = readFileSync(join(folder, 'saved.csv'), 'utf8');
  for (const part of [
    'SALASSA PIDETTÄVÄ',
    'Rintamalisän saajat 10/2026',
    'Testi Esimerkki',
    'Pirkanmaan hyvinvointialue',
    '2.11.2026 10.00',
    'Aho Aino',
  ])
    expect(text).toContain(part);
  expect(recorded).toEqual([
    expect.objectContaining({ kind: 'export', listId: 'L2', format: 'csv', rows: 2 }),
    expect.objectContaining({ event: 'list-exported', rows: 2 }),
  ]);
});

it('asks for no place where the administrators allow no file, or the role does not see the list', async () => {
  const forbidden = exporting({ exportAllowed: () => false });
  expect(await forbidden.save()).toMatchObject({ code: 'not-allowed' });
  const other = exporting();
  expect(await other.save(body.replace('"L2"', '"L3"'))).toMatchObject({ code: 'purpose-not-allowed' });
  expect([...forbidden.asked, ...other.asked, ...files()]).toEqual([]);
});

it('saves nothing where the user gives up, the service cannot record it, or the session ends meanwhile', async () => {
  expect(await exporting({ chooseFile: async () => null }).save()).toEqual({ saved: false });
  const away = exporting({
    auditEvents: { record: async () => callFailure('service-unreachable', { retriable: true }) },
  });
  expect(await away.save()).toMatchObject({ code: 'service-unreachable' });
  const asking = exporting({
    chooseFile: async () => {
      asking.lock();
      return join(folder, 'saved.csv');
    },
  });
  expect(await asking.save()).toMatchObject({ code: 'session-locked' });
  expect(files()).toEqual([]);
});

it('leaves no part of a file where the session ends while the rows come', async () => {
  const writing = exporting();
  const encoder = new TextEncoder();
  const [head = '', first = '', second = ''] = body.split(/(?<=\n)/);
  const sent = new ReadableStream<Uint8Array>(
    {
      pull: (controller) => {
        const line = [head, first, second].at(pulled);
        pulled += 1;
        if (line === undefined) return controller.close();
        if (line === second) writing.lock();
        controller.enqueue(encoder.encode(line));
      },
    },
    { highWaterMark: 0 },
  );
  let pulled = 0;
  expect(await writing.save(sent)).toMatchObject({ code: 'storage-failed' });
  expect(files()).toEqual([]);
});
