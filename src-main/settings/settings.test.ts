import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createSettings } from './settings.ts';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kelmu-settings-'));
  file = join(folder, 'data', 'settings.json');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it.each([
  ['sv-FI', 'sv'],
  ['en-GB', 'en'],
  ['fi', 'fi'],
  ['de-DE', 'fi'],
])('start in the language of the system: %s gives %s', (locale, expected) => {
  expect(createSettings(file, locale).current().locale).toBe(expected);
});

it('are kept and told', async () => {
  const settings = createSettings(file, 'fi');
  const told: unknown[] = [];
  settings.onChange((changed) => told.push(changed));
  expect(await settings.change({ theme: 'dark', locale: undefined })).toMatchObject({ ok: true });
  expect(createSettings(file, 'sv').current()).toEqual({
    ...settings.current(),
    theme: 'dark',
    locale: 'fi',
  });
  expect(told).toHaveLength(1);
});

it('are never half-written: no other file is left, and the last of many changes stands', async () => {
  const settings = createSettings(file, 'fi');
  await Promise.all([
    settings.change({ theme: 'dark' }),
    settings.change({ theme: 'light' }),
    settings.change({ density: 'roomy' }),
  ]);
  expect(createSettings(file, 'fi').current()).toMatchObject({ theme: 'light', density: 'roomy' });
  expect(readdirSync(join(folder, 'data'))).toEqual(['settings.json']);
});

it('take what is right of a damaged file', async () => {
  await createSettings(file, 'fi').change({ density: 'roomy' });
  writeFileSync(file, JSON.stringify({ locale: 'xx', theme: 7, density: 'dense', extra: 1 }));
  const current = createSettings(file, 'en').current();
  expect(current).toMatchObject({ locale: 'en', theme: 'system', density: 'dense' });
  expect(current).not.toHaveProperty('extra');
  writeFileSync(file, readFileSync(file, 'utf8').slice(0, 10));
  expect(createSettings(file, 'sv').current().locale).toBe('sv');
});

it('hold in memory and say so where the disk refuses', async () => {
  writeFileSync(join(folder, 'data'), 'a file stands where the folder should be');
  const settings = createSettings(file, 'fi');
  expect(await settings.change({ theme: 'light' })).toMatchObject({ error: { code: 'storage-failed' } });
  expect(settings.current().theme).toBe('light');
  expect(settings.diagnostics()).toEqual([{ code: 'settings-not-stored', severity: 'warning' }]);
});
