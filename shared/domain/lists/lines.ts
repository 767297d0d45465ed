/** Puts lines together from pieces of a stream. */
export interface Lines {
  /** The lines that the piece has ended. */
  push(piece: string): readonly string[];
  /** What came after the last line feed. */
  rest(): string;
}

export const createLines = (): Lines => {
  let rest = '';
  return {
    push: (piece) => {
      const lines = (rest + piece).split('\n');
      rest = lines.pop() ?? '';
      return lines;
    },
    rest: () => rest,
  };
};
