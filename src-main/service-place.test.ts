import { expect, it } from 'vitest';
import { defaultPolicy } from '../shared/policy/policy.ts';
import { placeDiagnostics, servicePlace, trainingOrigin } from './service-place.ts';

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
