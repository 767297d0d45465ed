import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { problemOf } from '../http/problem.ts';
import type { IdentityTokens } from '../sign-in/identity-tokens.ts';
import type { Sessions, SignedIn } from '../sign-in/sessions.ts';
import { BACK_CHANNEL_LOG_OUT, PROVIDER_PATH, type IdentityProvider } from './identity-provider.ts';

export interface ProviderRouteParts {
  readonly provider: () => IdentityProvider;
  readonly identityTokens: () => IdentityTokens;
  readonly sessions: Sessions;
  readonly audit: (who: SignedIn, operation: string, outcome: string) => void;
}

/** What is no JSON of the contract: the provider's pages, and its call when somebody has logged out there. */
export const registerProvider = (app: FastifyInstance, parts: ProviderRouteParts): void => {
  void app.register(async (scope) => {
    // The provider reads its forms itself.
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null));
    scope.all(`${PROVIDER_PATH}/*`, (request, reply) => {
      reply.hijack();
      parts.provider().handle(request.raw, reply.raw);
    });
  });
  void app.register(async (scope) => {
    scope.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string' },
      (_request, body, done) => done(null, new URLSearchParams(String(body))),
    );
    scope.post(BACK_CHANNEL_LOG_OUT, async (request, reply) => {
      const form = request.body instanceof URLSearchParams ? request.body : new URLSearchParams();
      const verified = await parts.identityTokens().verifyLogOut(form.get('logout_token') ?? '');
      if (!verified.ok) {
        const problem = problemOf({ ...verified.error, status: 400 }, randomUUID());
        return reply.code(400).type('application/problem+json').send(JSON.stringify(problem));
      }
      const { subject, providerSession } = verified.value;
      for (const ended of parts.sessions.endOfProvider(subject, providerSession))
        parts.audit(ended, 'singleLogOut', 'OK');
      return reply.code(200).send();
    });
  });
};
