import type { CallError } from '../../shared/ipc/errors.ts';
import { routes } from '../../shared/service-api/routes.ts';
import type { Credentials, HeldTokens } from './credentials.ts';
import type { Exchange } from './exchange.ts';

/** Refreshes tokens once for all that wait for it. The answer is the error, where there is one. */
export type Renewal = (held: HeldTokens) => Promise<CallError | undefined>;

export function createRenewal(exchange: Exchange, credentials: Credentials): Renewal {
  let running: { readonly of: HeldTokens; readonly done: Promise<CallError | undefined> } | undefined;

  const renew = async (held: HeldTokens): Promise<CallError | undefined> => {
    const options = { body: { refreshToken: held.refreshToken }, proofs: held.proofs };
    const sent = await exchange.send(routes.refreshTokens, options, undefined);
    if (!sent.ok) return sent.error;
    if (sent.value.status >= 400) {
      const error = exchange.errorOf(sent.value);
      if (error.code === 'session-ended') credentials.end(held, 'expired');
      return error;
    }
    const tokens = exchange.valueOf(routes.refreshTokens, {}, sent.value);
    if (!tokens.ok) return tokens.error;
    // The session may have been locked or ended meanwhile: then the new tokens are thrown away.
    if (credentials.current() === held) credentials.hold(held.proofs, tokens.value);
    return undefined;
  };

  return (held) => {
    if (credentials.current() !== held) return Promise.resolve(undefined);
    if (running?.of === held) return running.done;
    const done = renew(held).finally(() => (running = undefined));
    running = { of: held, done };
    return done;
  };
}
