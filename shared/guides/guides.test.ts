import { expect, it } from 'vitest';
import { guides } from './guides.ts';

it('the program comes with a guide on everything that a caseworker does, each with version and source', () => {
  expect(guides.map(({ id }) => id)).toEqual([
    'counties',
    'reception-centres',
    'incomes-register',
    'mandates',
    'payment-claims',
    'notices',
    'contacts',
  ]);
  for (const { version, source } of guides) {
    expect(version).toMatch(/^\d{4}-\d{2}$/);
    expect(source).toMatch(/kela\.fi|fpa\.fi/);
  }
});

it.each(guides.map((guide) => [guide.id, guide] as const))(
  '%s says the same in three languages',
  (_id, guide) => {
    for (const text of [guide.title, ...guide.paragraphs]) {
      expect(Object.keys(text).sort()).toEqual(['en', 'fi', 'sv']);
      expect(new Set([text.fi, text.sv, text.en].filter((each) => each.trim() !== ''))).toHaveLength(3);
      // Addresses, telephone numbers and hours are the same for all.
      const facts = (each: string) => each.match(/\S+@kela\.fi|020 \d{3} \d{3}/g) ?? [];
      expect(facts(text.sv)).toEqual(facts(text.fi));
      expect(facts(text.en)).toEqual(facts(text.fi));
    }
  },
);

it('the contacts name support, agreement and hours', () => {
  const contacts = guides
    .find(({ id }) => id === 'contacts')
    ?.paragraphs.map(({ fi }) => fi)
    .join('\n');
  for (const fact of ['tekninentuki@kela.fi', 'tiedonvalitys@kela.fi', '020 692 235', '8–17', '9–16'])
    expect(contacts).toContain(fact);
});
