import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createFakeClock, type FakeClock } from '../../test/main/fake-clock.ts';
import { createAudit } from './audit.ts';

let folder: string;
let clock: FakeClock;
const day = 24 * 3600 * 1000;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kelmu-audit-'));
  clock = createFakeClock(Date.parse('2026-11-02T08:00:00Z'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const lines = (name: string): unknown[] =>
  readFileSync(join(folder, name), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);

it('writes one JSON line an event', () => {
  const audit = createAudit(folder, clock);
  audit.record({ event: 'locked', reason: 'idle' });
  audit.record({ event: 'stopped' });
  expect(lines('audit-2026-11-02.jsonl')).toEqual([
    { time: '2026-11-02T08:00:00.000Z', event: 'locked', reason: 'idle' },
    { time: '2026-11-02T08:00:00.000Z', event: 'stopped' },
  ]);
});

it('keeps 90 days and touches no other file', async () => {
  const audit = createAudit(folder, clock);
  writeFileSync(join(folder, 'other.txt'), '');
  audit.record({ event: 'stopped' });
  await clock.advance(90 * day);
  audit.record({ event: 'stopped' });
  expect(readdirSync(folder)).toContain('audit-2026-11-02.jsonl');
  await clock.advance(day);
  audit.record({ event: 'stopped' });
  expect(readdirSync(folder)).toEqual(['audit-2027-01-31.jsonl', 'audit-2027-02-01.jsonl', 'other.txt']);
});

it('stops at its size and says so in the last line', () => {
  const audit = createAudit(folder, clock, 500);
  for (let count = 0; count < 100; count++) audit.record({ event: 'locked', reason: 'user' });
  const written = lines('audit-2026-11-02.jsonl');
  expect(written.at(-1)).toMatchObject({ event: 'log-full' });
  expect(written.length).toBeLessThan(10);
});

it('lets work go on where the disk refuses, and names it', () => {
  writeFileSync(join(folder, 'taken'), '');
  const audit = createAudit(join(folder, 'taken'), clock);
  audit.record({ event: 'stopped' });
  expect(audit.diagnostics()).toEqual([{ code: 'audit-not-written', severity: 'warning' }]);
});
