import { describe, expect, it } from 'vitest';
import type { ClientHeader } from '../../../shared/service-api/clients.ts';
import { createRecentClients } from './recent-clients.svelte.ts';

const client = (personalIdentityCode: string, nonDisclosure = false): ClientHeader =>
  ({ personalIdentityCode, lastName: 'Testinen', calledName: 'Aino', nonDisclosure }) as ClientHeader;

describe('the clients of this session', () => {
  it('stand newest first, each once, under the number of the first look', () => {
    const recent = createRecentClients();
    for (const [code, at] of [
      ['a', 1],
      ['b', 2],
      ['a', 3],
    ] as const)
      recent.remember(client(code), at);
    expect(recent.list.map(({ number, openedAt }) => [number, openedAt])).toEqual([
      [1, 3],
      [2, 2],
    ]);
  });

  it('are six at most, and none with non-disclosure is among them', () => {
    const recent = createRecentClients();
    recent.remember(client('guarded', true), 0);
    for (let index = 1; index <= 8; index += 1) recent.remember(client(`c${index}`), index);
    expect(recent.list.map(({ personalIdentityCode }) => personalIdentityCode)).toEqual([
      'c8',
      'c7',
      'c6',
      'c5',
      'c4',
      'c3',
    ]);
  });

  it('are forgotten, and numbers begin anew', () => {
    const recent = createRecentClients();
    recent.remember(client('a'), 1);
    recent.clear();
    expect(recent.list).toEqual([]);
    recent.remember(client('b'), 2);
    expect(recent.list[0]?.number).toBe(1);
  });
});
