import { session } from 'electron';
import type { ServiceFetch } from '../backend/backend.ts';
import { hardenSession, type HardeningParts } from './hardening.ts';

/**
 * The way to the service: Chromium's network stack, so the system's proxy settings and trust store apply. A
 * session of its own, in memory, which reaches the service's origin and nothing else.
 */
export function createServiceNetwork(
  parts: Pick<HardeningParts, 'refused'>,
  isServiceAddress: (address: string) => boolean,
): ServiceFetch {
  const network = session.fromPartition('kelmu-service', { cache: false });
  hardenSession(network, parts, isServiceAddress);
  return (input, init) => network.fetch(input instanceof URL ? input.href : input, init);
}
