import { beforeEach, describe, expect, it } from 'vitest';
import { loadLocale, overwriteGetLocale } from '../../../shared/messages/generated/runtime.js';
import type { Locale } from '../../../shared/ipc/state.ts';
import { namedAsPasted } from './document-files.svelte.ts';
import { noteText, refusalText, roomText, timeLeftText } from './words.ts';

const MEGABYTE = 1024 * 1024;
let locale: Locale;
beforeEach(async () => {
  for (const each of ['fi', 'sv', 'en'] as const) await loadLocale(each);
  overwriteGetLocale(() => locale);
  locale = 'fi';
});

describe.each<readonly [Locale, readonly string[]]>([
  [
    'fi',
    ['2 tiedostoa, yhteensä 20 Mt', '1 tiedosto, enintään 10 Mt', 'Jäljellä 1 merkki', '1 merkki liikaa'],
  ],
  [
    'sv',
    ['2 filer till, sammanlagt 20 MB', '1 fil till, högst 10 MB', '1 tecken kvar', '1 tecken för mycket'],
  ],
  ['en', ['2 more files, 20 MB', '1 more file, at most 10 MB', '1 character left', '1 character too many']],
])('in %s', (each, [many = '', one = '', left = '', over = '']) => {
  it('one is said as one', () => {
    locale = each;
    expect(roomText({ files: 2, bytes: 25 * MEGABYTE })).toContain(many);
    expect(roomText({ files: 1, bytes: 25 * MEGABYTE })).toContain(one);
    expect([noteText(499), noteText(501)]).toEqual([left, over]);
  });
});

it('tells how long it takes at this speed, and nothing while it waits', () => {
  const progress = { sent: 0, total: 10 * MEGABYTE, bytesPerSecond: MEGABYTE, waiting: null };
  expect(timeLeftText(progress)).toBe('noin 10 s jäljellä');
  expect(timeLeftText({ ...progress, bytesPerSecond: MEGABYTE / 10 })).toBe('noin 2 min jäljellä');
  expect(timeLeftText({ ...progress, bytesPerSecond: null })).toBeNull();
  expect(timeLeftText({ ...progress, waiting: 3 })).toBeNull();
});

it('says a reason that only the service knows with its code', () => {
  expect(refusalText('quarantine' as never)).toContain('quarantine');
  expect(refusalText('malware')).toContain('haittaohjelman');
});

it('names a picture of the clipboard, and leaves the names of files as they are', () => {
  const names = ['image.png', 'kuva.png'].map(
    (name) => namedAsPasted(new File(['x'], name), 'Leikepöytä').name,
  );
  expect(names).toEqual(['Leikepöytä.png', 'kuva.png']);
});
