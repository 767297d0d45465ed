import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { generateArtificialIdentityCode } from '../../shared/domain/personal-identity-code.ts';
import { isoDate } from '../../shared/domain/dates.ts';
import { backendUnderTest, type BackendUnderTest } from '../../test/main/backend-under-test.ts';
import {
  json,
  problemReply,
  startScriptedService,
  type Reply,
  type ScriptedService,
} from '../../test/main/scripted-service.ts';
import { createClients, type Clients } from './clients.ts';

const codeA = generateArtificialIdentityCode(isoDate('1990-01-01'), 901);
const codeB = generateArtificialIdentityCode(isoDate('1991-02-02'), 902);

const header = (clientId: string, personalIdentityCode: string, more: object = {}): Reply =>
  json(200, {
    clientId,
    personalIdentityCode,
    lastName: 'Esimerkki',
    firstNames: 'Aino',
    calledName: 'Aino',
    birthDate: '1990-01-01',
    deathDate: null,
    language: 'fi',
    homeMunicipality: null,
    stayMunicipality: null,
    address: null,
    nonDisclosure: false,
    guardian: null,
    household: [],
    asOf: '2026-11-02T08:00:00Z',
    ...more,
  });
const section = (clientId: string): Reply =>
  json(200, { clientId, asOf: '2026-11-02T08:00:00Z', monthsBack: 12, items: [] });

let service: ScriptedService;
let under: BackendUnderTest;
let clients: Clients;
let dropped: string[];

beforeEach(async () => {
  service = await startScriptedService();
  under = backendUnderTest(service.address);
  await under.signIn();
  const { backend, audit } = under;
  clients = createClients({ backend, audit, allowArtificial: true, now: () => Date.now() });
  dropped = [];
  clients.onDropped((handle, reason) => dropped.push(`${handle} ${reason}`));
  service.on('POST /clients/search', header('id-a', codeA));
});
afterEach(() => service.close());

const lookUp = (personalIdentityCode: string) =>
  clients.lookUp({ personalIdentityCode, reason: null, nonDisclosureConfirmed: false });

async function open(personalIdentityCode = codeA): Promise<string> {
  const found = await lookUp(personalIdentityCode);
  if (!found.ok) throw new Error(found.error.code);
  return found.value.clientHandle;
}

describe('look-up', () => {
  it('sends the code in the body and never in an address', async () => {
    await open();
    expect(service.seen.map(({ path }) => path).join()).not.toContain(codeA.slice(0, 6));
    expect(JSON.parse(service.seen[0]!.body)).toMatchObject({ personalIdentityCode: codeA });
    expect(JSON.stringify(under.audit.events)).not.toContain(codeA);
  });

  it('takes artificial codes in training only', async () => {
    const { backend, audit } = under;
    const real = createClients({ backend, audit, allowArtificial: false, now: () => Date.now() });
    const request = { personalIdentityCode: codeA, reason: null, nonDisclosureConfirmed: false };
    expect(await real.lookUp(request)).toMatchObject({
      error: { code: 'identity-code-invalid', reason: 'artificial-not-allowed' },
    });
    expect(service.seen).toEqual([]);
  });

  it('opens nobody else than who was asked for', async () => {
    expect(await lookUp(codeB)).toMatchObject({ error: { code: 'service-reply-mismatch' } });
    expect(under.audit.events).toContainEqual({
      event: 'service-reply-refused',
      route: '/clients/search',
      code: 'service-reply-mismatch',
    });
  });

  it('keeps from the window where a client under non-disclosure lives, should the service tell it', async () => {
    const tampere = { code: '837', name: { fi: 'Tampere', sv: 'Tammerfors' } };
    const place = {
      homeMunicipality: tampere,
      stayMunicipality: tampere,
      address: { street: 'Esimerkkikatu 1', postalCode: '33100', city: 'Tampere' },
    };
    for (const nonDisclosure of [false, true]) {
      service.on('POST /clients/search', header('id-a', codeA, { ...place, nonDisclosure }));
      const found = await lookUp(codeA);
      expect(JSON.stringify(found).includes('Tampere')).toBe(!nonDisclosure);
      expect(found).toMatchObject({ value: { header: { nonDisclosure } } });
    }
  });

  it('that is under way when the session is locked opens nothing', async () => {
    service.on('POST /clients/search', (response, request) => {
      clients.dropAll('locked');
      header('id-a', codeA)(response, request);
    });
    expect(await lookUp(codeA)).toMatchObject({ error: { code: 'cancelled' } });
  });
});

describe('an open client', () => {
  it('has another handle each time', async () => {
    expect(await open()).not.toBe(await open());
  });

  it('is cancelled when it is left, and the next one is not', async () => {
    const a = await open();
    service.on('POST /clients/search', header('id-b', codeB));
    const b = await open(codeB);
    const answers: (() => void)[] = [];
    service.on('GET /clients/id-a/payments', (...to) => void answers.push(() => section('id-a')(...to)));
    service.on('GET /clients/id-b/payments', section('id-b'));
    const late = clients.section(a, 'payments');
    await expect.poll(() => answers.length).toBe(1);
    clients.leave(a);
    expect(await clients.section(b, 'payments')).toMatchObject({ value: { clientId: 'id-b' } });
    answers[0]!();
    expect(await late).toMatchObject({ error: { code: 'client-left' } });
    expect(dropped).toEqual([]);
  });

  it('is taken away when the service no longer allows it', async () => {
    const handle = await open();
    service.on('GET /clients/id-a/payments', problemReply(403, 'CLIENT_OUTSIDE_RIGHTS'));
    expect(await clients.section(handle, 'payments')).toMatchObject({
      error: { code: 'client-outside-rights' },
    });
    expect(dropped).toEqual([`${handle} rights`]);
    expect(await clients.section(handle, 'decisions')).toMatchObject({ error: { code: 'client-left' } });
  });

  it('stays when one section alone is closed to the role', async () => {
    const handle = await open();
    service.on('GET /clients/id-a/payments', problemReply(403, 'SECTION_NOT_ALLOWED'));
    service.on('GET /clients/id-a/decisions', section('id-a'));
    await clients.section(handle, 'payments');
    expect(await clients.section(handle, 'decisions')).toMatchObject({ ok: true });
    expect(dropped).toEqual([]);
  });

  it('is dropped with all others', async () => {
    const handles = [await open(), await open()];
    clients.dropAll('signed-out');
    expect(dropped).toEqual(handles.map((handle) => `${handle} signed-out`));
    for (const handle of handles) {
      expect(await clients.section(handle, 'payments')).toMatchObject({ error: { code: 'client-left' } });
    }
  });
});
