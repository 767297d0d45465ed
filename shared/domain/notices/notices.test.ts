import { describe, expect, it } from 'vitest';
import { counties, isValidOn, municipalities } from '../../codes/index.ts';
import { isoDate } from '../dates.ts';
import { daysWaited, dueDay, isOver, stateAfter, weekdaysAfter } from './handling.ts';
import { searchMunicipalities, successorOf } from './municipality-search.ts';

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

  it('leads every ended municipality since 2001 to the one of today, and says until when it was', () => {
    const former = municipalities.rows.filter(({ validTo }) => validTo !== undefined);
    expect(former).toHaveLength(155);
    for (const row of former) {
      const now = successorOf(row, day)!;
      expect(isValidOn(now, day), row.fi).toBe(true);
      expect(counties.find(now.county, day), row.fi).not.toBeNull();
      for (const name of [row.fi, row.sv]) {
        const hit = searchMunicipalities(name, day).find(({ code }) => code === now.code);
        // Parainen and Vöyri bear the name that one of their parts had: that is no former name.
        const until = name === now.fi || name === now.sv ? undefined : row.validTo;
        expect(hit?.former?.until, name).toBe(until);
      }
    }
  });

  it.each([
    ['nastola', 'Lahti', 'Nastola'],
    ['hameenkoski', 'Hollola', 'Hämeenkoski'],
    ['abo', 'Turku', null],
    ['tammerf', 'Tampere', null],
    ['MARIEH', 'Maarianhamina', null],
    ['ekenäs', 'Raasepori', 'Tammisaari'],
    // By way of Pieksänmaa, which itself lasted three years.
    ['Jäppilä', 'Pieksämäki', 'Jäppilä'],
    // By way of Vammala.
    ['suodenn', 'Sastamala', 'Suodenniemi'],
    // A name alone has changed.
    ['väståb', 'Parainen', 'Länsi-Turunmaa'],
    ['yli-ii', 'Oulu', 'Yli-Ii'],
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
