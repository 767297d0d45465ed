import type { KelmuTransport } from '../../shared/ipc/contract.ts';

declare global {
  interface Window {
    /** Supplied by the preload script. */
    readonly kelmu: KelmuTransport;
  }
}
