import { describe, expect, it } from 'vitest';
import { municipalities, isValidOn } from '../../codes/index.ts';
import { isoDate } from '../dates.ts';
import { daysWaited, dueDay, isOver, stateAfter, weekdaysAfter } from './handling.ts';
import { searchMunicipalities } from './municipality-search.ts';

const day = '2026-11-25';

describe('searchMunicipalities', () => {
  it('finds every municipality of today by its Finnish and its Swedish name as the first', () => {
    for (const row of municipalities.rows.filter((each) => isValidOn(each, day)))
      for (const name of [row.fi, row.sv]) {
        const first = searchMunicipalities(name, day)[0];
        expect(
          [first?.fi, first?.sv].map((found) => found?.toLowerCase()),
          name,
        ).toContain(name.toLowerCase());
      }
  });

  it('leads every former municipality that has a successor to one of today', () => {
    const former = municipalities.rows.filter((row) => !isValidOn(row, day) && row.mergedInto !== undefined);
    expect(former.length).toBeGreaterThan(5);
    for (const row of former) {
      const hits = searchMunicipalities(row.fi, day);
      const hit = hits.find((each) => each.former?.fi === row.fi);
      expect(hit, row.fi).toBeDefined();
      expect(isValidOn(municipalities.find(hit!.code)!, day)).toBe(true);
    }
  });

  it.each([
    ['nastola', 'Lahti', 'Nastola'],
    ['hameenkoski', 'Hollola', 'Hämeenkoski'],
    ['abo', 'Turku', null],
    ['tammerf', 'Tampere', null],
    ['MARIEH', 'Maarianhamina', null],
  ])('%s gives %s', (text, name, former) => {
    const [first] = searchMunicipalities(text, day);
    expect(first?.fi === name || first?.sv === name || first?.fi.startsWith(name.slice(0, 5))).toBe(true);
    expect(first?.former?.fi ?? null).toBe(former);
  });

  it('names the county and gives nothing for an empty or unknown text', () => {
    expect(searchMunicipalities('tampere', day)[0]?.county.fi).toContain('Pirkanmaa');
    expect(searchMunicipalities(' ', day)).toEqual([]);
    expect(searchMunicipalities('zzz', day)).toEqual([]);
  });
});

describe('handling', () => {
  it('moves through the states and keeps a contact', () => {
    expect(stateAfter('NEW', 'take')).toBe('ASSIGNED');
    expect(stateAfter('IN_CONTACT', 'hand-over')).toBe('IN_CONTACT');
    expect(stateAfter('OPENED', 'note')).toBe('OPENED');
    expect(stateAfter('ASSIGNED', 'close')).toBe('CLOSED');
    expect(['CLOSED', 'TRANSFERRED', 'NEW'].map(isOver)).toEqual([true, true, false]);
  });

  it('counts weekdays over a weekend, and days in Finland', () => {
    expect(weekdaysAfter(isoDate('2026-11-20'), 1)).toBe('2026-11-23');
    expect(weekdaysAfter(isoDate('2026-11-25'), 7)).toBe('2026-12-04');
    // 22:30 UTC on 31 December is the new year in Finland.
    expect(dueDay('N2', true, new Date('2026-12-31T22:30:00Z'))).toBe('2027-01-01');
    expect(dueDay('N4', false, new Date('2026-12-31T22:30:00Z'))).toBeNull();
    expect(daysWaited('2026-12-31T22:30:00Z', '2027-01-02')).toBe(1);
    // Over the end of summer time, 25.10.2026.
    expect(daysWaited('2026-10-24T21:00:00Z', '2026-10-26')).toBe(1);
  });
});
