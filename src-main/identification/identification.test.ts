import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { identificationMinutes } from '../../shared/domain/identity-methods.ts';
import { createFakeClock, type FakeClock } from '../../test/main/fake-clock.ts';
import { createPlainBrowser, identifyAs, type Page } from '../../test/main/plain-browser.ts';
import { startTrainingService, type TrainingService } from '../training-service/start-training-service.ts';
import {
  createIdentification,
  type Identification,
  type IdentificationParts,
  type IdentificationRequest,
} from './identification.ts';

// Against a real OpenID provider, the one that the training service runs.
let service: TrainingService;
let clock: FakeClock;
let opened: string[];
let pageOpened: () => void;
let comeBacks: number;

beforeAll(async () => {
  service = await startTrainingService({ dataFolder: null, personCount: 100, largeCityPersons: 0 });
});
afterAll(() => service.close());
beforeEach(() => {
  clock = createFakeClock(Date.now());
  opened = [];
  comeBacks = 0;
  pageOpened = () => undefined;
});

const place = () => ({ issuer: `${service.url}/identity-provider`, clientId: 'kelmu-desktop' });
const identification = (changes: Partial<IdentificationParts> = {}): Identification =>
  createIdentification({
    provider: () => Promise.resolve(place()),
    fetch,
    openPage: (address) => {
      opened.push(address);
      pageOpened();
      return Promise.resolve(true);
    },
    cameBack: () => void (comeBacks += 1),
    clock,
    skew: () => 0,
    ...changes,
  });

const request = (changes: Partial<IdentificationRequest> = {}): IdentificationRequest => ({
  method: 'mobile-certificate',
  nonce: 'nonce-of-the-challenge',
  locale: 'sv',
  signal: new AbortController().signal,
  ...changes,
});

/** Begins, and gives the address that the browser is to open. */
const begin = async (
  parts: Partial<IdentificationParts> = {},
  changes: Partial<IdentificationRequest> = {},
) => {
  const isOpen = new Promise<void>((resolve) => (pageOpened = resolve));
  const outcome = identification(parts).identify(request(changes));
  await Promise.race([isOpen, outcome]);
  return { outcome, address: opened.at(-1) ?? '' };
};
const redirectOf = (address: string) => new URL(address).searchParams.get('redirect_uri') ?? '';
const codeOf = async (outcome: ReturnType<Identification['identify']>) => {
  const result = await outcome;
  return result.ok ? 'ok' : result.error.code;
};

describe('identification in the browser', () => {
  it.each(['mobile-certificate', 'bank-codes'] as const)(
    'by %s gives an ID token of that method',
    async (method) => {
      const { outcome, address } = await begin({}, { method });
      const last = await identifyAs(createPlainBrowser(), address);
      const result = await outcome;
      expect(result).toMatchObject({ ok: true });
      const claims = decodeJwt(result.ok ? result.value : '');
      expect(claims).toMatchObject({
        iss: place().issuer,
        aud: 'kelmu-desktop',
        nonce: 'nonce-of-the-challenge',
        acr: `urn:oid:1.2.246.517.3002.110.${method === 'bank-codes' ? 1 : 3}`,
        sid: expect.any(String),
      });
      expect(JSON.stringify(claims)).not.toMatch(/Testi|Esimerkki|99900042X/);
      expect(last.text).toContain('Identifieringen är klar');
      expect(last.headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(comeBacks).toBe(1);
    },
  );

  it('asks by code with PKCE, for an identification of now, and comes back to this machine alone', async () => {
    const { outcome, address } = await begin();
    const parameters = Object.fromEntries(new URL(address).searchParams);
    expect(parameters).toMatchObject({
      response_type: 'code',
      client_id: 'kelmu-desktop',
      scope: 'openid',
      code_challenge_method: 'S256',
      prompt: 'login',
      ui_locales: 'sv',
      redirect_uri: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/kelmu\/sign-in$/),
    });
    expect(parameters['code_challenge']).toHaveLength(43);
    expect(parameters['state']?.length).toBeGreaterThanOrEqual(43);
    await identifyAs(createPlainBrowser(), address);
    await outcome;
  });

  it('asks for the method again when the browser still has a session of somebody', async () => {
    const browser = createPlainBrowser();
    const first = await begin();
    await identifyAs(browser, first.address);
    expect(await codeOf(first.outcome)).toBe('ok');
    const second = await begin();
    expect((await browser.open(second.address)).options.size).toBeGreaterThan(0);
    await identifyAs(browser, second.address, 'Stina Stadilainen');
    expect(await codeOf(second.outcome)).toBe('ok');
  });

  it.each([
    ['the method', async (page: Page) => page.submit({ action: 'cancel' })],
    [
      'the consent',
      async (page: Page) => {
        const subject = page.options.get('Testi Esimerkki') ?? '';
        return (await page.submit({ subject, action: 'continue' })).submit({ action: 'cancel' });
      },
    ],
  ])('is named when the user breaks %s off', async (_, breakOff) => {
    const { outcome, address } = await begin();
    const last = await breakOff(await createPlainBrowser().open(address));
    expect(await codeOf(outcome)).toBe('identification-refused');
    expect(last.text).toContain('Identifieringen avbröts');
  });

  it('is named when nobody comes back: the page was closed', async () => {
    const { outcome, address } = await begin();
    await clock.advance(identificationMinutes * 60_000 - 1);
    await expect(Promise.race([outcome, Promise.resolve('waits')])).resolves.toBe('waits');
    await clock.advance(1);
    expect(await codeOf(outcome)).toBe('identification-timed-out');
    const late = await identifyAs(createPlainBrowser(), address);
    expect(late.status).toBe(400);
    expect(late.text).toContain('Den här identifieringen gäller inte längre');
    expect(comeBacks).toBe(0);
  });

  it('waits no longer than the challenge of the service lives', () => {
    expect(identificationMinutes).toBeLessThan(5);
  });

  it('tells who comes back by the page of an earlier sign-in that a newer one was begun', async () => {
    const parts = identification();
    const open = async (signal: AbortSignal) => {
      const isOpen = new Promise<void>((resolve) => (pageOpened = resolve));
      const outcome = parts.identify(request({ signal }));
      await isOpen;
      return { outcome, address: opened.at(-1) ?? '' };
    };
    const abort = new AbortController();
    const first = await open(abort.signal);
    abort.abort('replaced');
    expect(await codeOf(first.outcome)).toBe('identification-replaced');
    const second = await open(new AbortController().signal);
    const late = await identifyAs(createPlainBrowser(), first.address);
    expect(late.text).toContain('En ny inloggning har påbörjats');
    await identifyAs(createPlainBrowser(), second.address);
    expect(await codeOf(second.outcome)).toBe('ok');
  });

  it.each([
    ['replaced', 'identification-replaced'],
    [undefined, 'cancelled'],
  ])('is named when it is ended here (%s)', async (reason, code) => {
    const abort = new AbortController();
    const { outcome } = await begin({}, { signal: abort.signal });
    abort.abort(reason);
    expect(await codeOf(outcome)).toBe(code);
  });

  it('is named when no browser opens, and where no provider is set up', async () => {
    const none = await begin({ openPage: () => Promise.resolve(false) });
    expect(await codeOf(none.outcome)).toBe('browser-not-opened');
    const { outcome } = await begin({ provider: () => Promise.resolve(null) });
    expect(await codeOf(outcome)).toBe('identification-unavailable');
  });

  it("opens the provider's page for logging out with nothing that tells who it was", async () => {
    const browser = createPlainBrowser();
    const { outcome, address } = await begin();
    await identifyAs(browser, address);
    const result = await outcome;
    await identification().logOut(result.ok ? result.value : '', 'fi');
    const logOut = await browser.open(opened.at(-1)!);
    expect(logOut.text).toContain('Kirjaudutaanko tunnistuspalvelusta ulos?');
    const last = await logOut.submit({ logout: 'yes' });
    expect(last.text).toContain('Olet kirjautunut ulos');
  });
});

describe('what comes back', () => {
  it('with another state is of another sign-in, and spoils nothing', async () => {
    const { outcome, address } = await begin();
    const forged = await fetch(`${redirectOf(address)}?code=stolen&state=${'x'.repeat(43)}`);
    expect(forged.status).toBe(400);
    expect(await forged.text()).toContain('Den här identifieringen gäller inte längre');
    expect((await fetch(`${redirectOf(address)}?error=access_denied`)).status).toBe(400);
    await identifyAs(createPlainBrowser(), address);
    expect(await codeOf(outcome)).toBe('ok');
  });

  it('counts once, by GET, to the very address', async () => {
    const { outcome, address } = await begin();
    const redirect = new URL(redirectOf(address));
    const state = new URL(address).searchParams.get('state') ?? '';
    const other = (path: string, init: RequestInit = {}) =>
      fetch(`${redirect.origin}${path}?code=c&state=${state}`, init).then(({ status }) => status);
    expect(await other('/')).toBe(404);
    expect(await other('/kelmu/sign-in/more')).toBe(404);
    expect(await other('/kelmu/sign-in', { method: 'POST' })).toBe(404);
    const localhost = `http://localhost:${redirect.port}/kelmu/sign-in?code=c&state=${state}`;
    expect(
      await fetch(localhost).then(
        ({ status }) => status,
        () => 404,
      ),
    ).toBe(404);
    await identifyAs(createPlainBrowser(), address);
    expect(await codeOf(outcome)).toBe('ok');
  });

  it('with a code that the provider did not give is named as its failure', async () => {
    const { outcome, address } = await begin();
    const state = new URL(address).searchParams.get('state') ?? '';
    const iss = encodeURIComponent(place().issuer);
    await fetch(`${redirectOf(address)}?code=${'c'.repeat(43)}&state=${state}&iss=${iss}`);
    expect(await codeOf(outcome)).toBe('identity-provider-failed');
  });

  it('from another issuer is refused before its code is used', async () => {
    let exchanges = 0;
    const counting: typeof fetch = (address, init) => {
      if (String(address).endsWith('/token')) exchanges += 1;
      return fetch(address, init);
    };
    const { outcome, address } = await begin({ fetch: counting });
    const state = new URL(address).searchParams.get('state') ?? '';
    await fetch(`${redirectOf(address)}?code=c&state=${state}&iss=https%3A%2F%2Fother.example`);
    expect(await codeOf(outcome)).toBe('identity-response-invalid');
    expect(exchanges).toBe(0);
  });
});

describe('the provider', () => {
  const answering = async (
    answer: (path: string) => unknown,
  ): Promise<{ server: Server; issuer: string }> => {
    const server = createServer((incoming, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answer(incoming.url ?? '')));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return { server, issuer: `http://127.0.0.1:${(server.address() as AddressInfo).port}/provider` };
  };

  it('that is not there is named', async () => {
    const { outcome } = await begin({
      provider: () => Promise.resolve({ issuer: 'http://127.0.0.1:9/x', clientId: 'c' }),
    });
    expect(await codeOf(outcome)).toBe('identity-provider-unreachable');
  });

  it('that calls itself otherwise than it was set up is refused', async () => {
    const { server, issuer } = await answering(() => ({ issuer: 'https://other.example' }));
    const { outcome } = await begin({ provider: () => Promise.resolve({ issuer, clientId: 'c' }) });
    expect(await codeOf(outcome)).toBe('identity-response-invalid');
    server.close();
  });

  it('without TLS is asked on this machine alone', async () => {
    const asked: string[] = [];
    const { outcome } = await begin({
      provider: () => Promise.resolve({ issuer: 'http://provider.example/x', clientId: 'c' }),
      fetch: (address) => {
        asked.push(String(address));
        return Promise.reject(new TypeError('fetch failed'));
      },
    });
    expect(await codeOf(outcome)).toBe('identity-response-invalid');
    expect(asked).toEqual([]);
  });

  it('whose token was changed on the way is refused', async () => {
    const spoiling: typeof fetch = async (address, init) => {
      const response = await fetch(address, init);
      if (!String(address).endsWith('/token')) return response;
      const body = (await response.json()) as { id_token: string };
      const [header, payload = '', signature] = body.id_token.split('.');
      const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>;
      const changed = Buffer.from(JSON.stringify({ ...claims, sub: 'other' })).toString('base64url');
      return Response.json({ ...body, id_token: [header, changed, signature].join('.') });
    };
    const { outcome, address } = await begin({ fetch: spoiling });
    await identifyAs(createPlainBrowser(), address);
    expect(await codeOf(outcome)).toBe('identity-response-invalid');
  });
});
