import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { openApiDocument, openApiText } from '../../build/openapi.ts';
import { routes, trainingRoutes } from '../../shared/service-api/routes.ts';

it('openapi.json is what the contract generates', () => {
  const stored = readFileSync(new URL('../../shared/service-api/openapi.json', import.meta.url), 'utf8');
  expect(stored).toBe(openApiText());
});

it('has every operation once, and no personal data in a path', () => {
  const { paths } = openApiDocument() as { paths: Record<string, Record<string, { operationId: string }>> };
  const operations = Object.values(paths).flatMap((path) =>
    Object.values(path).map(({ operationId }) => operationId),
  );
  expect(operations.sort()).toEqual(Object.keys({ ...routes, ...trainingRoutes }).sort());
  const parameters = Object.keys(paths).flatMap((path) => path.match(/\{\w+\}/g) ?? []);
  // Opaque ids alone: what is personal travels in bodies.
  expect(parameters.filter((parameter) => !/^\{[a-z]+Id\}$/.test(parameter))).toEqual([]);
});
