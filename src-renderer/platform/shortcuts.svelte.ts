import { untrack } from 'svelte';

export type CommandGroup = 'general' | 'navigation' | 'client' | 'form';

/** Something that the user can do by a key, and find in the command palette and the help. */
export interface Command {
  readonly id: string;
  /** Name in the language of the screen. */
  readonly label: () => string;
  /** As `Ctrl+Shift+P`, `Alt+1`, `F2`, `Escape`, `?`; the first one is shown. Empty: in the palette only. */
  readonly keys: readonly string[];
  readonly group: CommandGroup;
  readonly run: () => void;
  /** While false, the keys do nothing here and the palette leaves it out. */
  readonly enabled?: (() => boolean) | undefined;
  /** Works while a dialog is open too. */
  readonly inDialogs?: boolean | undefined;
  /** Not offered in the palette, for what makes sense by key alone. */
  readonly keyOnly?: boolean | undefined;
}

export interface Shortcuts {
  /** Commands that can be run now, in the order of registration. */
  readonly available: readonly Command[];
  /** Every registered command, for the help. */
  readonly all: readonly Command[];
  /** The first keys of a command, for menus; null where it has none or is not registered. */
  keysOf(commandId: string): string | null;
  /** The same as the tooltip of a button that bears the command's name. */
  tooltipOf(commandId: string): string | undefined;
  /** Returns the unregistering. Of two commands with one key, the younger one has it. */
  register(command: Command): () => void;
  registerAll(commands: readonly Command[]): () => void;
  /** Runs the command of a key press. Returns whether there was one. */
  handle(event: KeyboardEvent): boolean;
}

/** `Ctrl+Shift+P` of a key press. Shift is left out where it is part of the character, as in `?`. */
export const keysOf = (event: KeyboardEvent): string => {
  const isCharacter = [...event.key].length === 1;
  const isLetter = isCharacter && event.key.toLowerCase() !== event.key.toUpperCase();
  const key = isLetter ? event.key.toUpperCase() : event.key;
  const parts = [
    event.ctrlKey || event.metaKey ? 'Ctrl' : '',
    event.altKey ? 'Alt' : '',
    event.shiftKey && (isLetter || !isCharacter) ? 'Shift' : '',
    key,
  ];
  return parts.filter((part) => part !== '').join('+');
};

const isSingleCharacter = (keys: string): boolean => [...keys].length === 1;

const isEditable = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.matches('input:not([type=checkbox], [type=radio]), textarea, select'));

const dialogIsOpen = (): boolean => document.querySelector('[role=dialog]') !== null;

/**
 * The one registry of commands and keys.
 * @param singleKeysAllowed whether keys without Ctrl or Alt may act (WCAG 2.2, 2.1.4)
 */
export const createShortcuts = (singleKeysAllowed: () => boolean): Shortcuts => {
  let commands = $state.raw<readonly Command[]>([]);
  const isEnabled = (command: Command): boolean => command.enabled?.() ?? true;

  const register = (command: Command): (() => void) => {
    // Called from effects of views, which must not come to depend on the other commands.
    untrack(() => (commands = [...commands, command]));
    return () => void untrack(() => (commands = commands.filter((other) => other !== command)));
  };

  const firstKeys: Shortcuts['keysOf'] = (commandId) =>
    commands.findLast(({ id }) => id === commandId)?.keys[0] ?? null;

  return {
    get available() {
      return commands.filter((command) => isEnabled(command) && !command.keyOnly);
    },
    get all() {
      return commands;
    },
    keysOf: firstKeys,
    tooltipOf: (commandId) => firstKeys(commandId) ?? undefined,
    register,
    registerAll: (added) => {
      const removals = added.map(register);
      return () => removals.forEach((remove) => remove());
    },
    handle: (event) => {
      // AltGr types characters on Nordic keyboards and looks like Ctrl+Alt.
      if (event.defaultPrevented || event.isComposing || (event.ctrlKey && event.altKey)) return false;
      const keys = keysOf(event);
      if (isSingleCharacter(keys) && (isEditable(event.target) || !singleKeysAllowed())) return false;
      const command = commands.findLast((each) => each.keys.includes(keys) && isEnabled(each));
      if (command === undefined || (dialogIsOpen() && !command.inDialogs)) return false;
      event.preventDefault();
      command.run();
      return true;
    },
  };
};
