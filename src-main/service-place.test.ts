import { describe, expect, it } from 'vitest';
import { defaultPolicy } from '../shared/policy/policy.ts';
import {
  isProviderSetUp,
  mayReach,
  placeDiagnostics,
  providerPlace,
  servicePlace,
  trainingOrigin,
} from './service-place.ts';

const packaged = { packaged: true, trainingAsked: false };
const fromSources = { packaged: false, trainingAsked: false };
const configured = { ...defaultPolicy, serviceUrl: 'https://kelmu.example:8443/api/' };

it('signs the origin of the configured service', () => {
  expect(servicePlace(configured, packaged)).toEqual({
    kind: 'real',
    address: 'https://kelmu.example:8443/api',
    origin: 'https://kelmu.example:8443',
  });
});

it('never lets training take the place of a configured service', () => {
  const asked = { packaged: true, trainingAsked: true };
  expect(servicePlace(configured, asked).kind).toBe('real');
  expect(servicePlace(configured, { ...asked, packaged: false }).kind).toBe('real');
  expect(servicePlace({ ...configured, serviceOrigin: 'https://other.example' }, asked)).toMatchObject({
    origin: 'https://kelmu.example:8443',
  });
});

it('trains from the sources, when asked and by policy', () => {
  const training = { kind: 'training', origin: trainingOrigin };
  expect(servicePlace(defaultPolicy, fromSources)).toEqual(training);
  expect(servicePlace(defaultPolicy, { packaged: true, trainingAsked: true })).toEqual(training);
  expect(servicePlace({ ...configured, trainingMode: true }, packaged)).toEqual(training);
});

it('names an installed program without a service', () => {
  const place = servicePlace(defaultPolicy, packaged);
  expect(place).toEqual({ kind: 'not-configured' });
  expect(placeDiagnostics(place)).toEqual([{ code: 'service-not-configured', severity: 'error' }]);
});

const real = servicePlace(configured, packaged);
const training = servicePlace(defaultPolicy, fromSources);
const notConfigured = servicePlace(defaultPolicy, packaged);
const withProvider = {
  ...configured,
  identityProvider: 'https://tunnistus.example/oidc',
  identityProviderClientId: 'kelmu-county',
};

describe('the identity provider', () => {
  it('of a real service is the one that the administrators set, and none without it', () => {
    const place = { issuer: 'https://tunnistus.example/oidc', clientId: 'kelmu-county' };
    expect(providerPlace(real, withProvider, 'https://kelmu.example:8443/api')).toEqual(place);
    expect(isProviderSetUp(real, withProvider)).toBe(true);
    expect(providerPlace(real, configured, 'https://kelmu.example:8443/api')).toBeNull();
    expect(isProviderSetUp(real, configured)).toBe(false);
  });

  it('of training is that of the training service alone, whatever the administrators set', () => {
    const place = { issuer: 'http://127.0.0.1:8470/identity-provider', clientId: 'kelmu-desktop' };
    expect(providerPlace(training, withProvider, 'http://127.0.0.1:8470')).toEqual(place);
    expect(isProviderSetUp(training, defaultPolicy)).toBe(true);
    expect(providerPlace(training, withProvider, null)).toBeNull();
  });

  it('is nowhere where no service is', () => {
    expect(providerPlace(notConfigured, withProvider, null)).toBeNull();
    expect(isProviderSetUp(notConfigured, withProvider)).toBe(false);
  });
});

describe('a request of the program itself', () => {
  it.each([
    ['https://kelmu.example:8443/api/clients', true],
    ['https://kelmu.example:8443/', true],
    ['https://tunnistus.example/oidc/token', true],
    ['https://tunnistus.example/elsewhere', true],
    ['https://kelmu.example/api', false],
    ['https://kelmu.example:443/api', false],
    ['http://kelmu.example:8443/api', false],
    ['https://api.kelmu.example:8443/', false],
    ['https://kelmu.example.evil.example:8443/', false],
    ['https://kelmu.example:8443@evil.example/', false],
    ['http://127.0.0.1:8470/', false],
    ['file:///etc/passwd', false],
    ['data:text/plain,x', false],
  ])('to %s: %s beside a real service', (address, may) => {
    expect(mayReach(real, withProvider, address)).toBe(may);
  });

  it('does not reach a provider that is not set', () => {
    expect(mayReach(real, configured, 'https://tunnistus.example/oidc/token')).toBe(false);
  });

  it.each([
    ['http://127.0.0.1:8470/clients', true],
    ['http://127.0.0.1:1/', true],
    ['https://127.0.0.1:8470/', false],
    ['http://localhost:8470/', false],
    ['http://127.0.0.1.evil.example/', false],
    ['http://127.0.0.1@evil.example/', false],
    ['https://kelmu.example:8443/api', false],
    ['https://tunnistus.example/oidc/token', false],
  ])('to %s: %s in training', (address, may) => {
    expect(mayReach(training, withProvider, address)).toBe(may);
  });

  it('reaches nothing where no service is', () => {
    for (const address of [
      'https://kelmu.example:8443/',
      'http://127.0.0.1:8470/',
      'https://tunnistus.example/',
    ])
      expect(mayReach(notConfigured, withProvider, address)).toBe(false);
  });
});
