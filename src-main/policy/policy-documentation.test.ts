import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { defaultPolicy, policySettings, type PolicyName } from '../../shared/policy/policy.ts';

const text = readFileSync(join(import.meta.dirname, 'README.md'), 'utf8');
const rows = text
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) =>
    line
      .slice(1, -1)
      .split(' | ')
      .map((cell) => cell.trim()),
  );
const documented = new Map(rows.map(([name = '', ...cells]) => [name.replaceAll('`', ''), cells]));
const names = Object.keys(policySettings) as PolicyName[];

/** What a setting may be, where the schema lists it. */
const values = (name: PolicyName): readonly string[] => {
  const schema: z.ZodType = policySettings[name];
  const single = schema instanceof z.ZodArray ? (schema.element as z.ZodType) : schema;
  if (single instanceof z.ZodEnum) return single.options.map((option) => `\`${option}\``);
  if (single instanceof z.ZodNumber) return [`${single.minValue} to ${single.maxValue}`];
  return single instanceof z.ZodBoolean ? ['true', 'false'] : [];
};

it('every setting of the administrators has one row, in the order of the schema of defaults', () => {
  expect(rows.map(([name]) => name)).toEqual(Object.keys(defaultPolicy).map((name) => `\`${name}\``));
  expect(new Set(documented.keys())).toEqual(new Set(names));
});

it.each(names)('%s: the row gives its values, its default and what it does', (name) => {
  const [listed = '', byDefault, meaning] = documented.get(name) ?? [];
  for (const value of values(name)) expect(listed).toContain(value);
  expect(byDefault).toBe(`\`${JSON.stringify(defaultPolicy[name])}\``);
  expect(meaning).toMatch(/^[A-Z].{20}/);
});

it('the example is one', () => {
  const example = JSON.parse(/^ {4}(\{.*\})$/m.exec(text)?.[1] ?? '') as Record<string, unknown>;
  for (const [name, value] of Object.entries(example))
    expect(policySettings[name as PolicyName].safeParse(value).success, name).toBe(true);
});
