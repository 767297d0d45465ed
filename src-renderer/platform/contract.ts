import type { CallAnswer, CallName, CallRequest, KelmuTransport } from '../../shared/ipc/contract.ts';

/** The calls and events of the main process, as features get them. */
export type Contract = KelmuTransport;

/**
 * Wraps the preload's transport: a call always has an answer. What the transport throws is a bug or a lost
 * main process; the user sees it as `internal`, and `onThrown` makes it known to developers.
 */
export const createContract = (
  transport: KelmuTransport,
  onThrown: (name: CallName, error: unknown) => void,
): Contract => ({
  call: async <Name extends CallName>(name: Name, request: CallRequest<Name>): Promise<CallAnswer<Name>> => {
    try {
      return await transport.call(name, request);
    } catch (error) {
      onThrown(name, error);
      return { ok: false, error: { code: 'internal', retriable: true } };
    }
  },
  subscribe: (name, listener) => transport.subscribe(name, listener),
});
