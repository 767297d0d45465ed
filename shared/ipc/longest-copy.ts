/** Longest text that is copied at once, in UTF-16 units; longer ones are exported as files. */
export const LONGEST_COPY = 200_000;
