import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readXlsx } from 'hucre/xlsx';
import type { CellValue } from '../../shared/domain/lists/index.ts';
import { readExport } from './list-export.ts';
import { csvOf, formulaSafe, xlsxOf, type FileRows } from './list-files.ts';
import { listOfPath } from './list-data.ts';
import { verifyRows } from './verified-rows.ts';

const list = { listId: 'L1', view: 'persons', period: '2026-10' };
const header = {
  kind: 'header',
  ...list,
  asOf: '2026-11-01T00:00:00Z',
  total: 2,
  columns: [{ key: 'name', type: 'text' }],
};
const rowLines = '["Äijälä"]\n["Öhman"]\n';
const end = { kind: 'end', rows: 2, sha256: createHash('sha256').update(rowLines).digest('hex') };
const whole = `${JSON.stringify(header)}\n${rowLines}${JSON.stringify(end)}\n`;

/** Reads the text through the check in chunks of some bytes. */
const through = async (text: string, size: number): Promise<string> => {
  const bytes = new TextEncoder().encode(text);
  const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
    bytes.slice(at * size, (at + 1) * size),
  );
  return new Response(
    new Blob([])
      .stream()
      .pipeThrough(
        new TransformStream({
          flush: (controller) => chunks.forEach((chunk) => controller.enqueue(chunk)),
        }),
      )
      .pipeThrough(verifyRows(list)),
  ).text();
};

describe('the check of a stream', () => {
  it('passes a whole stream on as it is, however it is split', async () => {
    for (const size of [1, 3, 7, 64, 100_000]) expect(await through(whole, size)).toBe(whole);
  });

  it('fails a stream that was cut anywhere', async () => {
    for (let length = 0; length < whole.length - 1; length += 9)
      await expect(through(whole.slice(0, length), 16)).rejects.toThrow('did not come whole');
  });

  it('fails a stream with another row, a missing row or another list', async () => {
    await expect(through(whole.replace('Öhman', 'Öhmar'), 16)).rejects.toThrow('hash');
    await expect(through(whole.replace('["Öhman"]\n', ''), 16)).rejects.toThrow('count');
    await expect(through(whole.replace('2026-10', '2026-09'), 16)).rejects.toThrow('header');
  });
});

describe('paths of the window', () => {
  it('name a list or nothing', () => {
    expect(listOfPath('/data/lists/L4/payments/2026-10')).toEqual({
      listId: 'L4',
      view: 'payments',
      period: '2026-10',
    });
    for (const path of [
      '/data/lists/L1/persons/2026-13',
      '/data/lists/L1/persons/2026-10/..',
      '/data/lists/../persons/2026-10',
      '/data/lists/L1/others/2026-10',
      '/data/lists',
    ])
      expect(listOfPath(path)).toBeNull();
  });
});

const columns = [
  { label: 'Nimi', type: 'text' as const },
  { label: 'Maksettu', type: 'money' as const },
  { label: 'Päivät', type: 'number' as const },
  { label: 'Alku', type: 'date' as const },
];
const marking = [['SALASSA PIDETTÄVÄ', ''] as const, ['Tallentaja', '=Testi'] as const];

async function* given(rows: readonly (readonly CellValue[])[]): FileRows {
  yield* rows;
}

describe('files', () => {
  it('run no formula in a spreadsheet program', () => {
    for (const text of ['=1+1', '+358', '-1', '@SUM(A1)', '\t=1', '\r=1', '＝1'])
      expect(formulaSafe(text)).toBe(`'${text}`);
    expect(formulaSafe('Anna-Liisa')).toBe('Anna-Liisa');
  });

  it('are CSV with a byte order mark, semicolons and decimal commas', async () => {
    const csv = csvOf(
      marking,
      columns,
      given([
        ['Aho; "A"', 123_456, 12, '2026-10-05'],
        ['=cmd', -5, null, null],
      ]),
    );
    expect(Buffer.from(await new Response(csv).arrayBuffer()).toString('utf8')).toBe(
      "\uFEFFSALASSA PIDETTÄVÄ;\r\nTallentaja;'=Testi\r\n\r\nNimi;Maksettu;Päivät;Alku\r\n" +
        '"Aho; ""A""";1234,56;12;5.10.2026\r\n\'=cmd;-0,05;;\r\n',
    );
  });

  it('are XLSX with texts as texts, euros as numbers and dates as dates', async () => {
    const stream = await xlsxOf(
      'L1 2026-10',
      marking,
      columns,
      given([['=HYPERLINK("x")', 123_456, 12, '2026-10-05']]),
    );
    const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
    const book = await readXlsx(bytes);
    const rows = book.sheets[0]?.rows ?? [];
    expect(rows.at(-1)).toEqual(['=HYPERLINK("x")', 1234.56, 12, new Date('2026-10-05')]);
    expect(rows[0]?.[0]).toBe('SALASSA PIDETTÄVÄ');
    const formulas = [...(book.sheets[0]?.cells?.values() ?? [])].filter(
      (cell) => cell.formula !== undefined,
    );
    expect(formulas).toEqual([]);
  });

  it('come from what the window sent as agreed, and from nothing else', async () => {
    const label = 'x';
    const request = {
      listId: 'L1',
      view: 'persons',
      period: '2026-10',
      format: 'csv',
      rows: 1,
      locale: 'fi',
      labels: Object.fromEntries(
        [
          'confidential',
          'list',
          'period',
          'savedBy',
          'organisation',
          'purpose',
          'savedAt',
          'rows',
          'listName',
        ].map((key) => [key, label]),
      ),
      columns,
    };
    const read = async (text: string): Promise<readonly (readonly CellValue[])[] | null> => {
      const found = await readExport(new Blob([text]).stream());
      if (found === null) return null;
      const rows: (readonly CellValue[])[] = [];
      for await (const row of found.rows) rows.push(row);
      return rows;
    };
    const first = JSON.stringify(request);
    expect(await read(`${first}\n["A",1,null,null]\n`)).toEqual([['A', 1, null, null]]);
    await expect(read(`${first}\n`)).rejects.toThrow('rows are missing');
    await expect(read(`${first}\n["A",1,2,null]\n["B",1,2,null]\n`)).rejects.toThrow('rows are missing');
    await expect(read(`${first}\n["A",1]\n`)).rejects.toThrow('not as agreed');
    await expect(read(`${first}\n["A",{"b":1},2,null]\n`)).rejects.toThrow('not as agreed');
    expect(await read(`${JSON.stringify({ ...request, path: '/etc/passwd' })}\n`)).toBeNull();
    expect(await read('')).toBeNull();
  });
});
