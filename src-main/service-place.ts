import type { Diagnostic } from '../shared/ipc/state.ts';
import type { Policy } from '../shared/policy/policy.ts';

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

export const placeDiagnostics = (place: ServicePlace): readonly Diagnostic[] =>
  place.kind === 'not-configured'
    ? [{ code: 'service-not-configured', severity: 'error' }]
    : place.kind === 'training'
      ? [{ code: 'training-mode', severity: 'ok' }]
      : [{ code: 'service-configured', severity: 'ok', detail: place.origin }];
