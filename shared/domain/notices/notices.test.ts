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

  it.each([
    ['2026-11-20', 1, '2026-11-23'],
    ['2026-11-25', 7, '2026-12-04'],
    // Christmas Eve and Christmas Day fall on weekdays; the new year begins on a Friday.
    ['2026-12-18', 7, '2026-12-31'],
    ['2026-12-31', 1, '2027-01-04'],
    // Good Friday and Easter Monday, 26. and 29.3.2027.
    ['2027-03-25', 1, '2027-03-30'],
    // Midsummer Eve, 25.6.2027.
    ['2027-06-24', 1, '2027-06-28'],
  ])('%s and %i weekdays make %s', (from, count, day) =>
    expect(weekdaysAfter(isoDate(from), count)).toBe(day),
  );

  it('has a due day for what is urgent and for the types that have a rule, and counts days in Finland', () => {
    // Epiphany is no weekday either.
    expect(dueDay('N1', false, new Date('2026-12-29T08:00:00Z'))).toBe('2027-01-11');
    expect(dueDay('N3', false, new Date('2026-12-29T08:00:00Z'))).toBeNull();
    expect(dueDay('N9', false, new Date('2026-12-29T08:00:00Z'))).toBeNull();
    // 22:30 UTC on 31 December is the new year in Finland.
    expect(dueDay('N2', true, new Date('2026-12-31T22:30:00Z'))).toBe('2027-01-01');
    expect(dueDay('N4', false, new Date('2026-12-31T22:30:00Z'))).toBeNull();
    expect(daysWaited('2026-12-31T22:30:00Z', '2027-01-02')).toBe(1);
    // Over the end of summer time, 25.10.2026.
    expect(daysWaited('2026-10-24T21:00:00Z', '2026-10-26')).toBe(1);
  });
});
