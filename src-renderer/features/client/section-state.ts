import type { CallError } from '../../../shared/ipc/errors.ts';
import type { SectionReply } from '../../../shared/ipc/contract.ts';
import type { SectionName } from '../../../shared/domain/sections.ts';

/**
 * Where one section of the client's page stands.
 * `locked`: the role may not see it and it was never asked for; `mandate` names what would open it, where known.
 * `loading` and `failed` keep what was shown before, so that a reload never empties the screen.
 */
export type SectionState<Name extends SectionName = SectionName> =
  | { readonly phase: 'locked'; readonly mandate: string | null }
  | { readonly phase: 'loading'; readonly reply: SectionReply<Name> | null }
  | { readonly phase: 'ready'; readonly reply: SectionReply<Name> }
  | { readonly phase: 'failed'; readonly error: CallError; readonly reply: SectionReply<Name> | null };

export type SectionItem<Name extends SectionName> = SectionReply<Name>['items'][number];

/** What is known of a section's data, whatever its phase. */
export const replyOf = <Name extends SectionName>(state: SectionState<Name>): SectionReply<Name> | null =>
  state.phase === 'locked' ? null : state.reply;

/** False for a section that no mandate would open to this kind of organisation: it is not offered at all. */
export const isOffered = (state: SectionState): boolean => state.phase !== 'locked' || state.mandate !== null;
