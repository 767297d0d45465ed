/** Idempotency keys: what is sent again after a lost answer is sent under the key of the first time. */
export interface RetryKeys {
  of(request: unknown): string;
  /** Once the request was answered: the same again is a new act. */
  forget(request: unknown): void;
  clear(): void;
}

export const createRetryKeys = (): RetryKeys => {
  const keys = new Map<string, string>();
  return {
    of: (request) => {
      const name = JSON.stringify(request);
      const key = keys.get(name) ?? crypto.randomUUID();
      keys.set(name, key);
      return key;
    },
    forget: (request) => void keys.delete(JSON.stringify(request)),
    clear: () => keys.clear(),
  };
};
