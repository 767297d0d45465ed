import { describe, expect, it } from 'vitest';
import { mandates } from '../../../shared/codes/index.ts';
import { isoDate } from '../../../shared/domain/dates.ts';
import { overwriteGetLocale } from '../../../shared/messages/generated/runtime.js';
import type { ActingOrganisation, HeldMandate } from '../../../shared/service-api/roles.ts';
import { grantorOf, mandateRequest } from '../../platform/mandate-request.ts';
import { mandateNotes, missingMandates } from './mandates.ts';

const today = isoDate('2026-11-26')!;
const held = (code: string, changes: Partial<HeldMandate> = {}): HeldMandate => ({
  code,
  validTo: null,
  ...changes,
});
const county = (...mandatesHeld: readonly HeldMandate[]): ActingOrganisation => ({
  organisationId: 'o1',
  businessId: '9900001-8',
  name: { fi: 'Hyvinvointialue', sv: 'Välfärdsområdet' },
  type: 'WELLBEING_SERVICES_COUNTY',
  mandates: [...mandatesHeld],
  purposes: [],
});
const through = { businessId: '9900015-7', name: { fi: 'Palveluyhtiö', sv: 'Servicebolaget' } };
const missingCodes = (organisation: ActingOrganisation) =>
  missingMandates(organisation, today).map(({ code }) => code);

describe('missing mandates', () => {
  it('are those of use to the organisation that are not held, with their exact titles', () => {
    const missing = missingMandates(county(held('M1')), today);
    expect(missing.map(({ code }) => code)).toEqual(['M4', 'M5']);
    expect(missing.find(({ code }) => code === 'M4')?.sv).toBe(
      'Granskning av uppgifter om klienter inom utkomststödet och socialservice',
    );
  });

  it('are not those that begin later, but those that are over', () => {
    expect(missingCodes(county(held('M1', { validFrom: '2026-11-27' })))).not.toContain('M1');
    expect(missingCodes(county(held('M1', { validTo: today })))).not.toContain('M1');
    expect(missingCodes(county(held('M1', { validTo: '2026-11-25' })))).toContain('M1');
  });

  it('are none of an organisation type that it does not know', () => {
    expect(missingMandates({ ...county(), type: 'SOMETHING_NEW' }, today)).toEqual([]);
  });
});

describe('what is said of a mandate', () => {
  it.each([
    ['nothing while it is simply in force', held('M1'), []],
    ['its last day', held('M1', { validTo: '2026-12-31' }), ['Valtuus M1 päättyy 31.12.2026']],
    ['its end', held('M1', { validTo: '2026-11-25' }), ['Valtuus M1 päättyi 25.11.2026']],
    ['its first day', held('M1', { validFrom: '2026-12-01' }), ['Valtuus M1 alkaa 1.12.2026']],
    ['nothing of a beginning that is past', held('M1', { validFrom: today }), []],
    [
      'through whom it is held',
      held('M1', { through }),
      [
        'Valtuus M1: Palveluyhtiö toimii organisaation Hyvinvointialue puolesta, ja sinulla on siltä edustamisvaltuus.',
      ],
    ],
  ])('is %s', (_, mandate, notes) => {
    overwriteGetLocale(() => 'fi');
    expect(mandateNotes(county(mandate), today)).toEqual(notes);
  });
});

describe('the request to whoever gives mandates', () => {
  const m4 = mandates.find('M4')!;
  const both = [m4.fi, m4.sv, 'Etuustietojen katselu'];

  it.each(['fi', 'sv', 'en'] as const)(
    'asks the own organisation for a mandate to transact in %s',
    (locale) => {
      overwriteGetLocale(() => locale);
      const text = mandateRequest(m4, grantorOf(county(held('M1'))));
      for (const part of [...both, locale === 'sv' ? 'Välfärdsområdet' : 'Hyvinvointialue'])
        expect(text).toContain(part);
      expect(text).toMatch(
        /on asiointivaltuus, ei edustamisvaltuus|ärendefullmakt \(asiointivaltuus\), inte en fullmakt att företräda|mandate to transact \(asiointivaltuus\), not a mandate to represent/,
      );
    },
  );

  it.each(['fi', 'sv', 'en'] as const)(
    'asks the employer for a mandate to represent, where that acts for the organisation, in %s',
    (locale) => {
      overwriteGetLocale(() => locale);
      const text = mandateRequest(m4, grantorOf(county(held('M1', { through }))));
      const names =
        locale === 'sv' ? ['Välfärdsområdet', 'Servicebolaget'] : ['Hyvinvointialue', 'Palveluyhtiö'];
      for (const part of [...both, ...names]) expect(text).toContain(part);
      expect(text).toMatch(/ei suoraan minulle|inte direkt till mig|not straight to me/);
      expect(text).not.toMatch(
        /ei edustamisvaltuus|inte en fullmakt att företräda|not a mandate to represent/,
      );
    },
  );

  it('asks the own organisation where it gave any mandate to the user itself', () => {
    expect(grantorOf(county(held('M1', { through }), held('M4'))).through).toBeUndefined();
    expect(grantorOf(county()).through).toBeUndefined();
    expect(grantorOf(county(held('M1', { through, validTo: '2020-01-01' }))).through).toEqual(through.name);
  });

  it('is for nothing that the user has got from a later day on', () => {
    const organisation = county(
      held('M1', { validFrom: '2020-01-01' }),
      held('M4', { validFrom: '2999-01-01' }),
    );
    expect([...(grantorOf(organisation).later ?? [])]).toEqual([['M4', '2999-01-01']]);
  });
});
