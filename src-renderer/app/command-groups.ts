import { m } from '../../shared/messages/generated/messages.js';
import type { CommandGroup } from '../platform/shortcuts.svelte.ts';

const names: Readonly<Record<CommandGroup, () => string>> = {
  general: m.help_group_general,
  navigation: m.help_group_navigation,
  client: m.help_group_client,
  form: m.help_group_form,
};

/** Heading of a group of commands, in the menu and the help alike. */
export const commandGroupName = (group: CommandGroup): string => names[group]();
