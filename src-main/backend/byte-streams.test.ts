import { afterEach, beforeEach, expect, it } from 'vitest';
import { backendUnderTest, tokens, type BackendUnderTest } from '../../test/main/backend-under-test.ts';
import {
  json,
  problemReply,
  startScriptedService,
  type Reply,
  type SeenRequest,
  type ScriptedService,
} from '../../test/main/scripted-service.ts';
import { systemClock } from '../clock.ts';
import { createByteStreams } from './backend.ts';

let service: ScriptedService;
let under: BackendUnderTest;

beforeEach(async () => {
  service = await startScriptedService();
  under = backendUnderTest(service.address);
  await under.signIn('old');
  service.on('POST /sign-in/refresh', json(200, tokens('new')));
});
afterEach(() => service.close());

const bytes: Reply = (response) => {
  response.writeHead(200, { 'content-type': 'application/pdf' });
  response.end('%PDF');
};
const open = async () => {
  const streams = createByteStreams({
    ...under,
    clock: systemClock,
    address: () => Promise.resolve(service.address),
    fetch,
  });
  const { signal } = new AbortController();
  const opened = await streams.open({ path: '/stream', mediaType: 'application/pdf', signal });
  return opened.ok ? opened.value.text() : opened.error.code;
};
const asked = () => service.seen.map(({ method, path }) => `${method} ${path}`);
const isOld = ({ headers }: SeenRequest): boolean => headers.authorization?.includes('old') === true;

it('opens at once with tokens that the service takes', async () => {
  service.on('GET /stream', bytes);
  expect(await open()).toBe('%PDF');
  expect(asked()).toEqual(['GET /stream']);
});

it('is opened with new tokens where the old ones have run out, as after a sleep', async () => {
  const expired: Reply = (response, request) =>
    (isOld(request) ? problemReply(401, 'TOKEN_EXPIRED') : bytes)(response, request);
  const session = { user: { userId: 'u', name: 'N', method: 'bank-codes' }, role: null };
  const answered = json(200, { ...session, endsAt: '2026-11-02T18:00:00Z' });
  service.on('GET /stream', expired);
  service.on('GET /session', (response, request) =>
    (isOld(request) ? problemReply(401, 'TOKEN_EXPIRED') : answered)(response, request),
  );
  expect(await open()).toBe('%PDF');
  expect(under.credentials.current()?.accessToken).toBe(tokens('new').accessToken);
});

it('ends the session that the service has ended', async () => {
  const reasons: string[] = [];
  under.credentials.onEnded((reason) => reasons.push(reason));
  for (const path of ['/stream', '/session']) service.on(`GET ${path}`, problemReply(401, 'NOT_SIGNED_IN'));
  expect(await open()).toBe('session-ended');
  expect(reasons).toEqual(['service-ended-session']);
  expect(asked()).toEqual(['GET /stream', 'GET /session']);
});

it('has the rights asked anew when one is missing', async () => {
  let doubts = 0;
  under.credentials.onRightsDoubted(() => (doubts += 1));
  service.on('GET /stream', problemReply(403, 'MANDATE_MISSING', { mandate: 'M2' }));
  expect(await open()).toBe('mandate-missing');
  expect([doubts, asked()]).toEqual([1, ['GET /stream']]);
});
