import { describe, expect, it } from 'vitest';
import { addDays, isoDate, parseIsoDate } from '../domain/dates.ts';
import { sectionNames } from '../domain/sections.ts';
import {
  amounts,
  bankHolidays,
  benefits,
  claimAttachments,
  claimErrors,
  claimForms,
  claimMatrix,
  claimRules,
  claimSituations,
  codeList,
  counties,
  lawTexts,
  legalBases,
  mandates,
  municipalities,
  municipalitiesOf,
  noticeTypes,
  organisationTypes,
  paydayRules,
  purposes,
  recipientLists,
  sections,
  smallCodeLists,
  type CodeRow,
} from './index.ts';

const everyList: Record<string, readonly CodeRow[]> = {
  amounts: amounts.rows,
  bankHolidays: bankHolidays.rows,
  benefits: benefits.rows,
  claimAttachments: claimAttachments.rows,
  claimErrors: claimErrors.rows,
  claimForms: claimForms.rows,
  claimRules: claimRules.rows,
  claimSituations: claimSituations.rows,
  lawTexts: lawTexts.rows,
  counties: counties.rows,
  legalBases: legalBases.rows,
  mandates: mandates.rows,
  municipalities: municipalities.rows,
  noticeTypes: noticeTypes.rows,
  organisationTypes: organisationTypes.rows,
  paydayRules: paydayRules.rows,
  purposes: purposes.rows,
  recipientLists: recipientLists.rows,
  sections: sections.rows,
  ...Object.fromEntries(Object.entries(smallCodeLists).map(([name, list]) => [name, list.rows])),
};

const isDay = (text: string | undefined): boolean => text === undefined || parseIsoDate(text).ok;
const evidenceTags = ['V', 'V-old', 'I', 'K', 'A'];

describe.each(Object.entries(everyList))('%s', (_, rows) => {
  it('has rows, each with three names, a source, a known evidence tag and real days', () => {
    expect(rows.length).toBeGreaterThan(0);
    const faulty = rows.filter(
      (row) =>
        [row.code, row.fi, row.sv, row.en, row.source].some((text) => !text || text.trim() !== text) ||
        !evidenceTags.includes(row.evidence) ||
        !isDay(row.validFrom) ||
        !isDay(row.validTo) ||
        (row.validFrom ?? '0') > (row.validTo ?? '9'),
    );
    expect(faulty).toEqual([]);
  });
  it('has one row for a code on any day', () => {
    const clashes = rows.flatMap((row, at) =>
      rows
        .slice(at + 1)
        .filter(
          (other) =>
            other.code === row.code &&
            (row.validFrom ?? '0') <= (other.validTo ?? '9') &&
            (other.validFrom ?? '0') <= (row.validTo ?? '9'),
        ),
    );
    expect(clashes).toEqual([]);
  });
});

describe('municipalities and counties', () => {
  it.each(counties.rows.map((county) => [county.fi, county.code, county.municipalityCount] as const))(
    '%s (%s) began with %i municipalities',
    (_, code, count) => expect(municipalitiesOf(code, '2023-01-01')).toHaveLength(count),
  );
  it('has 309 municipalities in 2023 and 308 after Pertunmaa joined Mäntyharju', () => {
    expect(municipalities.validOn('2023-01-01')).toHaveLength(309);
    expect(municipalities.validOn('2025-01-01')).toHaveLength(308);
    expect(municipalities.find('588')?.mergedInto).toBe('507');
  });
  it('sums the mainland to the population that the funding calculation gives', () => {
    const mainland = counties.rows.filter((county) => county.kind !== 'ALAND');
    expect(mainland).toHaveLength(22);
    expect(mainland.reduce((sum, county) => sum + county.population, 0)).toBe(5_605_317);
  });
  it.each([
    ['091', 'Helsinki'],
    ['049', 'Espoo'],
    ['092', 'Vantaa'],
    ['837', 'Tampere'],
    ['853', 'Turku'],
    ['564', 'Oulu'],
    ['478', 'Maarianhamina'],
  ])('%s is %s', (code, name) => expect(municipalities.find(code, '2026-01-01')?.fi).toBe(name));
  it('has three-digit codes, each in a known county and each merger into what was there the day after', () => {
    const dayAfter = (day: string) => addDays(isoDate(day), 1);
    const faulty = municipalities.rows.filter(
      (row) =>
        !/^\d{3}$/.test(row.code) ||
        counties.find(row.county) === null ||
        (row.validTo === undefined) !== (row.mergedInto === undefined) ||
        (row.validTo !== undefined &&
          municipalities.find(row.mergedInto ?? '', dayAfter(row.validTo))?.county !== row.county),
    );
    expect(faulty).toEqual([]);
  });
});

describe('links between the lists', () => {
  it('every benefit has a known payday rule', () => {
    expect(benefits.rows.filter((row) => paydayRules.find(row.paydayRule) === null)).toEqual([]);
  });
  it('the matrix names known benefits, bases and forms, and each pair once', () => {
    const faulty = claimMatrix.filter(
      (row) =>
        benefits.find(row.benefit) === null ||
        legalBases.find(row.base) === null ||
        (row.forms ?? []).some((form) => claimForms.find(form) === null),
    );
    expect(faulty).toEqual([]);
    expect(
      claimAttachments.rows.flatMap(({ bases }) => bases).filter((base) => legalBases.find(base) === null),
    ).toEqual([]);
    expect(new Set(claimMatrix.map((row) => `${row.benefit} ${row.base}`)).size).toBe(claimMatrix.length);
  });
  it('every legal base has its text, and no text or rule claims to be law without its source', () => {
    expect(lawTexts.rows.map(({ code }) => code).sort()).toEqual(
      legalBases.rows.map(({ code }) => code).sort(),
    );
    const faulty = [...lawTexts.rows, ...claimRules.rows].filter(
      ({ evidence, source }) => evidence === 'V' && !/^S\d/.test(source),
    );
    expect(faulty).toEqual([]);
    const bases = claimRules.rows.flatMap(({ base }) => base ?? []);
    expect(bases.filter((base) => legalBases.find(base) === null)).toEqual([]);
    expect(
      claimRules.rows.filter(({ instead }) => [instead.fi, instead.sv, instead.en].some((text) => !text)),
    ).toEqual([]);
  });
  it('everything that changes with the law says when it was checked', () => {
    const lists = [
      lawTexts,
      legalBases,
      claimRules,
      claimSituations,
      claimForms,
      claimAttachments,
      paydayRules,
    ];
    const rows = [...lists.flatMap((list): readonly { version: string }[] => list.rows), ...claimMatrix];
    expect(rows.filter(({ version }) => !parseIsoDate(version).ok)).toEqual([]);
  });
  it('a benefit is claimable in some way exactly when its own row says so', () => {
    const claimable = (code: string) =>
      claimMatrix.some((row) => row.benefit === code && row.allowed === 'yes');
    const faulty = benefits.rows.filter((row) => claimable(row.code) !== (row.claim === 'BY_MATRIX'));
    expect(faulty).toEqual([]);
  });
  it('organisation types name known sections, purposes and lists', () => {
    for (const type of organisationTypes.rows) {
      expect(type.sections.filter((name) => !sectionNames.includes(name))).toEqual([]);
      expect(type.purposes.filter((code) => purposes.find(code) === null)).toEqual([]);
      expect(type.lists.filter((code) => recipientLists.find(code) === null)).toEqual([]);
    }
    expect(sections.rows.map((row) => row.code)).toEqual([...sectionNames]);
  });
});

describe('lookups by code and day', () => {
  it.each([
    ['TMT', '2026-04-30', true],
    ['TMT', '2026-05-01', false],
    ['PPR', '2026-05-01', false],
    ['YLT', '2026-04-30', false],
    ['YLT', '2026-05-01', true],
  ])('%s on %s: %s', (code, day, valid) => expect(benefits.find(code, day) !== null).toBe(valid));
  it.each([
    ['BASIC_ALONE', '2026-02-28', 59_632],
    ['BASIC_ALONE', '2026-03-01', 57_843],
    ['MAINTENANCE_ALLOWANCE_FULL', '2025-12-31', 19_813],
    ['MEDICINE_ANNUAL_DEDUCTIBLE', '2026-06-01', 63_612],
  ])('%s on %s is %i cents', (code, day, value) => expect(amounts.find(code, day)?.cents).toBe(value));
  it('gives the newest row without a day, and null for an unknown code', () => {
    expect(amounts.find('BASIC_ALONE')?.cents).toBe(57_843);
    expect(benefits.find('XYZ')).toBeNull();
    const list = codeList([{ code: 'X', fi: 'x', sv: 'x', en: 'x', source: 's', evidence: 'A' }]);
    expect(list.find('X', '1900-01-01')?.code).toBe('X');
  });
});
