import { expect, it } from 'vitest';
import { guides } from '../../shared/guides/guides.ts';
import { guideFor } from './guide-choice.ts';

it.each([
  ['notices', undefined, 'WELLBEING_SERVICES_COUNTY', 'notices'],
  ['client', 'claim', 'HELSINKI', 'payment-claims'],
  ['client', 'client', 'RECEPTION_CENTRE', 'reception-centres'],
  ['home', undefined, 'ALAND', 'counties'],
  ['diagnostics', undefined, 'ALAND', 'contacts'],
] as const)('the help key on %s (%s) of %s opens %s, which there is', (route, view, type, id) => {
  expect(guideFor(route, view, type)).toBe(id);
  expect(guides.map((guide) => guide.id)).toContain(id);
});
