/** A set of listeners whose `add` returns the removal. */
export interface Listeners<Payload extends readonly unknown[]> {
  add(listener: (...payload: Payload) => void): () => void;
  tell(...payload: Payload): void;
}

export function createListeners<Payload extends readonly unknown[]>(): Listeners<Payload> {
  const all = new Set<(...payload: Payload) => void>();
  return {
    add: (listener) => {
      all.add(listener);
      return () => void all.delete(listener);
    },
    tell: (...payload) => {
      for (const listener of [...all]) listener(...payload);
    },
  };
}
