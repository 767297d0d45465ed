import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Route } from '../shared/service-api/contract.ts';
import { commonProblems, problem } from '../shared/service-api/problem.ts';
import { routes, trainingRoutes } from '../shared/service-api/routes.ts';

/**
 * Writes shared/service-api/openapi.json from the contract: `node build/openapi.ts`; with `--check` it only
 * says whether the file is current.
 */

type Json = { readonly [name: string]: unknown };

const FILE = fileURLToPath(new URL('../shared/service-api/openapi.json', import.meta.url));

const jsonSchema = (schema: z.ZodType, io: 'input' | 'output'): Json => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { target: 'openapi-3.0', io });
  return rest;
};

const jsonBody = (schema: Json): Json => ({ content: { 'application/json': { schema } } });

const header = (name: string, description: string, format?: string): Json => ({
  name,
  in: 'header',
  required: true,
  description,
  schema: { type: 'string', ...(format === undefined ? {} : { format }) },
});

const pathParameters = (path: string): Json[] =>
  [...path.matchAll(/\{(\w+)\}/g)].map((match) => ({
    name: match[1],
    in: 'path',
    required: true,
    schema: { type: 'string', minLength: 1, maxLength: 80 },
  }));

const needsProof = (name: string, route: Route): boolean =>
  route.authentication !== 'none' || name === 'signInWithCard' || name === 'refreshTokens';

const operation = (name: string, route: Route, isTraining: boolean): Json => ({
  operationId: name,
  summary: route.summary,
  tags: [isTraining ? 'training' : 'service'],
  security: route.authentication === 'none' ? [] : [{ dpop: [] }],
  parameters: [
    ...pathParameters(route.path),
    ...(needsProof(name, route) ? [header('DPoP', 'Proof of possession, RFC 9449')] : []),
    ...(route.idempotencyKey === true
      ? [header('Idempotency-Key', 'Made when the user started; the same key gives the same receipt', 'uuid')]
      : []),
  ],
  ...(route.request === undefined
    ? {}
    : { requestBody: { required: true, ...jsonBody(jsonSchema(route.request, 'input')) } }),
  responses: {
    200: { description: route.summary, ...jsonBody(jsonSchema(route.response, 'output')) },
    default: {
      description: `Problem: ${[...new Set([...route.problems, ...commonProblems])].join(', ')}`,
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    },
  },
  'x-authentication': route.authentication,
  'x-sensitivity': route.sensitivity,
  'x-safe-to-repeat': route.safeToRepeat,
});

/** The contract as an OpenAPI 3.0 document. */
export const openApiDocument = (): Json => {
  const paths: Record<string, Record<string, Json>> = {};
  const add = (all: Readonly<Record<string, Route>>, isTraining: boolean): void => {
    for (const [name, route] of Object.entries(all))
      (paths[route.path] ??= {})[route.method.toLowerCase()] = operation(name, route, isTraining);
  };
  add(routes, false);
  add(trainingRoutes, true);
  return {
    openapi: '3.0.3',
    info: {
      title: 'Benefit data service Kelmu',
      version: '1.0.0',
      description: 'Generated from shared/service-api. Personal identity codes travel in bodies only.',
    },
    paths,
    components: {
      schemas: { Problem: jsonSchema(problem, 'output') },
      securitySchemes: {
        dpop: {
          type: 'http',
          scheme: 'DPoP',
          description: 'Access token bound to the key of the DPoP proof (RFC 9449)',
        },
      },
    },
  };
};

/** The text of openapi.json. */
export const openApiText = (): string => `${JSON.stringify(openApiDocument(), null, 2)}\n`;

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (!process.argv.includes('--check')) writeFileSync(FILE, openApiText());
  else if (readFileSync(FILE, 'utf8') !== openApiText()) {
    process.stderr.write('shared/service-api/openapi.json is not current: run node build/openapi.ts\n');
    process.exitCode = 1;
  }
}
