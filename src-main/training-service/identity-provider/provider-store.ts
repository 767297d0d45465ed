import type { Adapter, AdapterPayload } from 'oidc-provider';

interface Stored {
  readonly payload: AdapterPayload;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

const MOST_STORED = 5000;
/** What a grant gave, and what goes with it. An interaction names a grant too, but outlives it. */
const OF_GRANT = /^(AccessToken|AuthorizationCode|RefreshToken):/;

/** What the provider remembers, in memory: nobody stays signed in when the training service ends. */
export const createProviderStore = (): ((model: string) => Adapter) => {
  const all = new Map<string, Stored>();
  const idsByUid = new Map<string, string>();

  const find = (key: string): AdapterPayload | undefined => {
    const stored = all.get(key);
    if (stored !== undefined && stored.expiresAt > Date.now()) return stored.payload;
    all.delete(key);
    return undefined;
  };

  return (model) => {
    const keyOf = (id: string): string => `${model}:${id}`;
    return {
      upsert: async (id, payload, expiresIn) => {
        const oldest = all.keys().next();
        if (all.size >= MOST_STORED && oldest.done === false) all.delete(oldest.value);
        all.set(keyOf(id), { payload, expiresAt: Date.now() + (expiresIn ?? 3600) * 1000 });
        if (payload.uid !== undefined) idsByUid.set(payload.uid, id);
      },
      find: async (id) => find(keyOf(id)),
      findByUid: async (uid) => find(keyOf(idsByUid.get(uid) ?? '')),
      findByUserCode: async () => undefined,
      consume: async (id) => {
        const payload = find(keyOf(id));
        if (payload !== undefined) payload.consumed = Math.floor(Date.now() / 1000);
      },
      destroy: async (id) => void all.delete(keyOf(id)),
      revokeByGrantId: async (grantId) => {
        for (const [key, { payload }] of all)
          if (OF_GRANT.test(key) && payload.grantId === grantId) all.delete(key);
      },
    };
  };
};
