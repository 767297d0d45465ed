import { describe, expect, it } from 'vitest';
import { parseBusinessId } from './business-id.ts';

describe('parseBusinessId', () => {
  it.each(['2077474-0', '9900001-8', '9900002-6', '9900003-4', '9900004-2', '9900005-0'])(
    'accepts %s',
    (text) => {
      expect(parseBusinessId(text)).toEqual({ ok: true, value: text });
    },
  );
  it('tolerates a pasted dash and outer spaces', () =>
    expect(parseBusinessId(' 2077474\u20130 ')).toEqual({ ok: true, value: '2077474-0' }));
  it.each([
    ['', 'length'],
    ['20774740', 'length'],
    ['2077474-00', 'length'],
    ['207747A-0', 'characters'],
    ['2077474-X', 'characters'],
    ['2077474/0', 'hyphen'],
    ['2077474-1', 'check-digit'],
    ['9900001-9', 'check-digit'],
  ])('refuses "%s" for its %s', (text, code) =>
    expect(parseBusinessId(text)).toEqual({ ok: false, error: { code } }),
  );
  it('refuses a number that would need ten as its check digit', () => {
    const refused = Array.from({ length: 10 }, (_, digit) => parseBusinessId(`0000005-${digit}`).ok);
    // 2 * 5 = 10, so only check digit 1 fits; 6 * 2 = 12 leaves remainder 1 and none fits.
    expect(refused).toEqual([false, true, false, false, false, false, false, false, false, false]);
    expect(Array.from({ length: 10 }, (_, digit) => parseBusinessId(`0000006-${digit}`).ok)).not.toContain(
      true,
    );
  });
});
