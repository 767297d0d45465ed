import type { Diagnostic } from '../shared/ipc/state.ts';
import { defaultPolicy, type Policy } from '../shared/policy/policy.ts';
import type { ProviderPlace } from './identification/identification.ts';

/** Where the service is and what a card signs for it. */
export type ServicePlace =
  | { readonly kind: 'real'; readonly address: string; readonly origin: string }
  | { readonly kind: 'training'; readonly origin: string }
  | { readonly kind: 'not-configured' };

export interface PlaceOptions {
  readonly packaged: boolean;
  /** The user asked for training by an argument of the program. */
  readonly trainingAsked: boolean;
}

export const trainingOrigin = 'https://kelmu.training.invalid';

/**
 * The service that the administrators set, or training: by their setting, or where there is no service to be
 * had and the program runs from its sources or was asked to train. A configured service is never replaced.
 */
export function servicePlace(policy: Policy, { packaged, trainingAsked }: PlaceOptions): ServicePlace {
  const { serviceUrl, serviceOrigin } = policy;
  if (policy.trainingMode || (serviceUrl === null && (!packaged || trainingAsked))) {
    return { kind: 'training', origin: serviceOrigin ?? trainingOrigin };
  }
  if (serviceUrl === null) return { kind: 'not-configured' };
  return { kind: 'real', address: serviceUrl.replace(/\/+$/, ''), origin: new URL(serviceUrl).origin };
}

/** The path of the provider of practice below the address of the training service. */
const TRAINING_PROVIDER = '/identity-provider';

/**
 * The identity provider for mobile certificate and bank codes: that of practice, or the one that the administrators
 * set beside a real service.
 * @param address of the running service
 */
export function providerPlace(
  place: ServicePlace,
  policy: Policy,
  address: string | null,
): ProviderPlace | null {
  if (place.kind === 'training')
    return address === null
      ? null
      : { issuer: `${address}${TRAINING_PROVIDER}`, clientId: defaultPolicy.identityProviderClientId };
  const { identityProvider, identityProviderClientId: clientId } = policy;
  return place.kind === 'real' && identityProvider !== null ? { issuer: identityProvider, clientId } : null;
}

export const isProviderSetUp = (place: ServicePlace, policy: Policy): boolean =>
  place.kind === 'training' || (place.kind === 'real' && policy.identityProvider !== null);

/** Whether the program itself may send a request there: to the service and to the identity provider alone. */
export function mayReach(place: ServicePlace, policy: Policy, address: string): boolean {
  const { origin, protocol, hostname } = new URL(address);
  if (place.kind === 'training') return protocol === 'http:' && hostname === '127.0.0.1';
  if (place.kind === 'not-configured') return false;
  const { identityProvider } = policy;
  return (
    origin === place.origin || (identityProvider !== null && origin === new URL(identityProvider).origin)
  );
}

export const placeDiagnostics = (place: ServicePlace): readonly Diagnostic[] =>
  place.kind === 'not-configured'
    ? [{ code: 'service-not-configured', severity: 'error' }]
    : place.kind === 'training'
      ? [{ code: 'training-mode', severity: 'ok' }]
      : [{ code: 'service-configured', severity: 'ok', detail: place.origin }];
