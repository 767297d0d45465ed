import { createRemoteJWKSet } from 'jose';
import { practiceUsers } from '../practice-users.ts';
import { createIdentityTokens, type IdentityTokens } from '../sign-in/identity-tokens.ts';
import {
  CLIENT_ID,
  createIdentityProvider,
  PROVIDER_PATH,
  type IdentityProvider,
} from './identity-provider.ts';

/**
 * The provider of practice and the service's trust in it, which a real service has in its provider: by issuer, client
 * id and published keys. Both exist as soon as the address of the training service is known.
 */
export const createIdentity = (onDefect: (error: unknown) => void, now: () => Date) => {
  let opened: { readonly provider: IdentityProvider; readonly tokens: IdentityTokens } | undefined;
  const ready = () => {
    if (opened === undefined) throw new Error('asked before the service has an address');
    return opened;
  };
  return {
    open: (serviceUrl: string): void => {
      const issuer = `${serviceUrl}${PROVIDER_PATH}`;
      const keys = createRemoteJWKSet(new URL(`${issuer}/jwks`));
      opened = {
        provider: createIdentityProvider({
          serviceUrl,
          users: practiceUsers,
          onDefect,
        }),
        tokens: createIdentityTokens({ issuer, clientId: CLIENT_ID, keys, now }),
      };
    },
    provider: () => ready().provider,
    tokens: () => ready().tokens,
  };
};
