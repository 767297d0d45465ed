import type { Command } from '../platform/shortcuts.svelte.ts';

/** Commands whose name holds every word of the query, in any order and case; those that begin with it first. */
export const searchCommands = (
  commands: readonly Command[],
  query: string,
  locale: string,
): readonly Command[] => {
  const wanted = query.trim().toLocaleLowerCase(locale);
  const words = wanted.split(/\s+/).filter((word) => word !== '');
  const named = commands.map((command) => ({ command, name: command.label().toLocaleLowerCase(locale) }));
  const found = named.filter(({ name }) => words.every((word) => name.includes(word)));
  const begins = (name: string): number => (wanted !== '' && name.startsWith(wanted) ? 0 : 1);
  return found
    .toSorted((left, right) => begins(left.name) - begins(right.name))
    .map(({ command }) => command);
};
