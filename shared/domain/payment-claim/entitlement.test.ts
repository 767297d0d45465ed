import { describe, expect, it } from 'vitest';
import { claimRules, mandates, organisationTypes } from '../../codes/index.ts';
import { rightsOf } from '../access-rules.ts';
import { whyNoClaims } from './index.ts';

const everyMandate = mandates.rows.map(({ code }) => code);
const roles = organisationTypes.rows.flatMap(({ code: organisationType, purposes }) =>
  purposes.flatMap((purpose) => [
    { organisationType, purpose, mandates: everyMandate },
    { organisationType, purpose, mandates: everyMandate.filter((code) => code !== 'M1') },
  ]),
);

describe('why a role may not make claims', () => {
  it.each(roles)('$organisationType, $purpose, $mandates: has a rule exactly where it may not', (role) => {
    const rights = rightsOf(role);
    const rule = whyNoClaims({ ...role, missing: rights.missing });
    expect(rule === null).toBe(rights.paymentClaims);
    if (rule !== null) expect(claimRules.find(rule)).not.toBeNull();
  });

  it.each([
    ['RECEPTION_CENTRE', 'VASTAANOTTO', everyMandate, 'organisation-not-entitled'],
    ['WELLBEING_SERVICES_COUNTY', 'KOTOUTUMINEN', everyMandate, 'purpose-without-claims'],
    ['WELLBEING_SERVICES_COUNTY', 'TOIMEENTULO', ['M4'], 'mandate-missing'],
    ['HELSINKI', 'TOIMEENTULO', ['M1'], null],
  ])('%s, %s, %j: %s', (organisationType, purpose, held, rule) => {
    const { missing } = rightsOf({ organisationType, purpose, mandates: held });
    expect(whyNoClaims({ organisationType, purpose, missing })).toBe(rule);
  });
});
