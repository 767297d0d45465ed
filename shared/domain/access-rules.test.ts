import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mandates, organisationTypes, purposes } from '../codes/index.ts';
import { mandatesInForce, purposesFor, rightsOf } from './access-rules.ts';
import { isoDate } from './dates.ts';
import { sectionNames } from './sections.ts';

const everyMandate = mandates.rows.map(({ code }) => code);
const four = ['pending', 'decisions', 'payments', 'insurance-coverage'];

describe('rightsOf', () => {
  it.each(['WELLBEING_SERVICES_COUNTY', 'HELSINKI'])(
    '%s sees all nine sections with all mandates',
    (type) => {
      const rights = rightsOf({ organisationType: type, mandates: everyMandate, purpose: 'TOIMEENTULO' });
      expect(rights).toMatchObject({
        lookUp: true,
        sections: [...sectionNames],
        monthsBack: null,
        notices: true,
        paymentClaims: true,
        documents: true,
        treatmentAbroad: true,
        missing: [],
      });
    },
  );

  it('Åland sees all but treatment abroad', () => {
    const rights = rightsOf({ organisationType: 'ALAND', mandates: everyMandate, purpose: 'TOIMEENTULO' });
    expect(rights.sections).toEqual(sectionNames.filter((name) => name !== 'treatment-abroad'));
    expect(rights).toMatchObject({ treatmentAbroad: false, paymentClaims: true, notices: true, missing: [] });
  });

  it('says which mandates a county user lacks', () => {
    const rights = rightsOf({
      organisationType: 'WELLBEING_SERVICES_COUNTY',
      mandates: ['M1'],
      purpose: 'TOIMEENTULO',
    });
    expect(rights.sections).not.toContain('treatment-abroad');
    expect(rights.sections).toHaveLength(8);
    expect(rights.missing).toEqual([
      { feature: 'notices', mandate: 'M4' },
      { feature: 'treatment-abroad', mandate: 'M5' },
    ]);
  });

  it('a handler of notices alone sees notices and no client', () => {
    const rights = rightsOf({
      organisationType: 'WELLBEING_SERVICES_COUNTY',
      mandates: ['M4'],
      purpose: 'TOIMEENTULO',
    });
    expect(rights).toMatchObject({
      lookUp: false,
      sections: [],
      notices: true,
      paymentClaims: false,
      lists: [],
    });
    expect(rights.missing).toContainEqual({ feature: 'look-up', mandate: 'M1' });
  });

  it.each([
    ['MUNICIPALITY_INTEGRATION', 'KOTOUTUMINEN', four, null],
    ['RECEPTION_CENTRE', 'VASTAANOTTO', four, 12],
    ['HOSPITAL', 'ASIAKASMAKSU', ['insurance-coverage', 'medicine-deductible'], null],
    ['PENSION_PROVIDER', 'LAKISAATEINEN_TEHTAVA', ['pending', 'decisions', 'payments'], null],
  ])('%s looks up a part only and writes nothing', (organisationType, purpose, sections, monthsBack) => {
    const rights = rightsOf({ organisationType, purpose, mandates: everyMandate });
    expect(rights).toMatchObject({
      lookUp: true,
      sections,
      monthsBack,
      notices: false,
      paymentClaims: false,
      documents: false,
      lists: [],
      missing: [],
    });
  });

  it.each([
    [
      'MUNICIPALITY_UNEMPLOYMENT_INVOICES',
      'TMT_LISTA',
      ['M2'],
      ['L1', 'L3'],
      [{ feature: 'L6', mandate: 'M6' }],
    ],
    [
      'MUNICIPALITY_UNEMPLOYMENT_INVOICES',
      'TMT_LISTA',
      ['M6'],
      ['L6'],
      [
        { feature: 'L1', mandate: 'M2' },
        { feature: 'L3', mandate: 'M2' },
      ],
    ],
    ['MUNICIPALITY_CHILD_CARE_SUPPORT', 'LHT_LISTA', ['M3'], ['L4'], []],
    ['WELLBEING_SERVICES_COUNTY', 'ULKOMAAN_HOITO', ['M5'], ['L5'], []],
    ['WELLBEING_SERVICES_COUNTY', 'TOIMEENTULO', ['M1', 'M4', 'M5'], ['L1'], []],
    ['WELLBEING_SERVICES_COUNTY', 'VAMMAIS_VANHUS', ['M1', 'M5'], ['L2'], []],
  ])('%s, %s with %j opens the lists %j', (organisationType, purpose, held, lists, missing) => {
    const rights = rightsOf({ organisationType, purpose, mandates: held });
    expect(rights.lists).toEqual(lists);
    expect(rights.missing).toEqual(missing);
  });

  it.each([
    ['RECEPTION_CENTRE', 'TOIMEENTULO'],
    ['NO_SUCH_TYPE', 'TOIMEENTULO'],
    ['WELLBEING_SERVICES_COUNTY', 'NO_SUCH_PURPOSE'],
    ['MUNICIPALITY_CHILD_CARE_SUPPORT', 'TMT_LISTA'],
  ])('%s in %s has no rights', (organisationType, purpose) => {
    const rights = rightsOf({ organisationType, purpose, mandates: everyMandate });
    expect(rights).toMatchObject({ lookUp: false, sections: [], lists: [], notices: false, missing: [] });
  });

  const anyRole = fc.record({
    organisationType: fc.constantFrom(...organisationTypes.rows.map(({ code }) => code)),
    purpose: fc.constantFrom(...purposes.rows.map(({ code }) => code)),
    mandates: fc.subarray(everyMandate),
  });

  it('opens nothing without a mandate, and never less with one more', () =>
    fc.assert(
      fc.property(anyRole, fc.constantFrom(...everyMandate), (role, more) => {
        const none = rightsOf({ ...role, mandates: [] });
        expect([
          none.lookUp,
          none.notices,
          none.paymentClaims,
          none.documents,
          none.treatmentAbroad,
        ]).not.toContain(true);
        expect([none.sections, none.lists]).toEqual([[], []]);
        const some = rightsOf(role);
        const greater = rightsOf({ ...role, mandates: [...role.mandates, more] });
        expect(greater.sections).toEqual(expect.arrayContaining([...some.sections]));
        expect(greater.lists).toEqual(expect.arrayContaining([...some.lists]));
        expect(greater.missing.length).toBeLessThanOrEqual(some.missing.length);
      }),
    ));

  it('lets only counties, Helsinki and Åland claim or see notices', () =>
    fc.assert(
      fc.property(anyRole, (role) => {
        const rights = rightsOf(role);
        const entitled = ['WELLBEING_SERVICES_COUNTY', 'HELSINKI', 'ALAND'].includes(role.organisationType);
        expect(rights.paymentClaims && !entitled).toBe(false);
        expect(rights.notices && !entitled).toBe(false);
        expect(rights.notices && !role.mandates.includes('M4')).toBe(false);
      }),
    ));
});

describe('choosing a role', () => {
  it('offers the purposes that the mandates open', () => {
    expect(purposesFor('WELLBEING_SERVICES_COUNTY', ['M5'])).toEqual(['ULKOMAAN_HOITO']);
    expect(purposesFor('WELLBEING_SERVICES_COUNTY', ['M4'])).toEqual(['TOIMEENTULO']);
    expect(purposesFor('RECEPTION_CENTRE', everyMandate)).toEqual(['VASTAANOTTO']);
    expect(purposesFor('NO_SUCH_TYPE', everyMandate)).toEqual([]);
  });
  it('counts a mandate on its last day and not after it', () => {
    const held = [
      { code: 'M1', validTo: '2026-03-31' },
      { code: 'M4', validTo: null },
      { code: 'M99', validTo: null },
    ];
    expect(mandatesInForce(held, isoDate('2026-03-31'))).toEqual(['M1', 'M4']);
    expect(mandatesInForce(held, isoDate('2026-04-01'))).toEqual(['M4']);
  });
});
