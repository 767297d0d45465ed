import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import type { CellValue } from '../../shared/domain/lists/columns.ts';
import { listEnd, listHeader, type ListEnd, type ListHeader } from '../../shared/service-api/lists.ts';
import { problem } from '../../shared/service-api/problem.ts';
import { createServiceClient, makeProof, type ServiceClient } from './service-client.ts';

/** A list as the service sent it, its rows by the keys of their columns. */
export interface OpenedList {
  readonly header: ListHeader;
  readonly rows: readonly Readonly<Record<string, CellValue>>[];
  readonly end: ListEnd;
  readonly etag: string;
}

/** Opens recipient lists of one service, over real HTTP, and checks that they come whole. */
export const createListClient = (serviceUrl: string) => {
  const inRole = async (userId: string, organisationId: string, purpose: string): Promise<ServiceClient> => {
    const client = createServiceClient(serviceUrl);
    await client.signIn(userId);
    expect((await client.chooseRole(organisationId, purpose)).status).toBe(200);
    return client;
  };
  const get = async (
    client: ServiceClient,
    path: string,
    headers: Record<string, string> = {},
  ): Promise<Response> => {
    const url = `${serviceUrl}/lists/${path}`;
    const proof = await makeProof(client.key, 'GET', url, client.accessToken);
    return fetch(url, {
      headers: { dpop: proof, authorization: `DPoP ${client.accessToken ?? ''}`, ...headers },
    });
  };
  const open = async (client: ServiceClient, path: string): Promise<OpenedList> => {
    const response = await get(client, path);
    expect(response.status).toBe(200);
    return { ...parseList(await response.text()), etag: response.headers.get('etag') ?? '' };
  };
  /** Code of the refusal of a list. */
  const refusal = async (client: ServiceClient, path: string): Promise<string> => {
    const response = await get(client, path);
    const body = problem.parse(await response.json());
    expect(response.status).toBe(body.status);
    return body.code;
  };
  return { inRole, get, open, refusal };
};
export type ListClient = ReturnType<typeof createListClient>;

export const parseList = (text: string): Omit<OpenedList, 'etag'> => {
  const lines = text.split('\n').slice(0, -1);
  const header = listHeader.parse(JSON.parse(lines[0] ?? ''));
  const end = listEnd.parse(JSON.parse(lines.at(-1) ?? ''));
  const rowLines = lines.slice(1, -1);
  const hash = createHash('sha256').update(rowLines.map((line) => `${line}\n`).join(''));
  expect(end.sha256).toBe(hash.digest('hex'));
  expect(end.rows).toBe(rowLines.length);
  expect(header.total).toBe(rowLines.length);
  const rows = rowLines.map((line) => {
    const cells = JSON.parse(line) as CellValue[];
    expect(cells).toHaveLength(header.columns.length);
    return Object.fromEntries(header.columns.map(({ key }, at) => [key, cells[at] ?? null]));
  });
  return { header, rows, end };
};
