import type { CallName, EventName, KelmuTransport } from '../../shared/ipc/contract.ts';

/** Answers of a pretended main process, by call. What is missing fails as `service-unreachable`. */
export type Scenario = Partial<Record<CallName, unknown>>;

/**
 * Puts a `window.kelmu` into the page that answers from a scenario. Runs in the page, so it may use nothing
 * from outside itself. `window.tell(event, payload)` pretends an event.
 */
export const installFakeMain = (scenario: Scenario): void => {
  const listeners: { name: EventName; listener: (payload: never) => void }[] = [];
  const transport = {
    call: async (name: CallName, request: unknown) => {
      const known = scenario[name];
      if (name === 'settings.change') {
        const info = scenario['application.info'] as { settings: object };
        info.settings = { ...info.settings, ...(request as object) };
        return { ok: true, value: info.settings };
      }
      if (known === undefined)
        return { ok: false, error: { code: 'service-unreachable', retriable: true, supportCode: 'K-7F3A' } };
      return known !== null && typeof known === 'object' && 'ok' in known
        ? known
        : { ok: true, value: known };
    },
    subscribe: (name: EventName, listener: (payload: never) => void) => {
      const entry = { name, listener };
      listeners.push(entry);
      return () => void listeners.splice(listeners.indexOf(entry), 1);
    },
  };
  const tell = (name: EventName, payload: never): void => {
    for (const entry of [...listeners]) if (entry.name === name) entry.listener(payload);
  };
  Object.assign(window, { kelmu: transport satisfies Record<keyof KelmuTransport, unknown>, tell });
};
