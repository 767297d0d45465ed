import { LONGEST_COPY } from '../../shared/ipc/longest-copy.ts';
import { m } from '../../shared/messages/generated/messages.js';
import { errorTitle } from '../ui/index.ts';
import type { Announcer } from './announcer.svelte.ts';
import type { Contract } from './contract.ts';
import type { Toasts } from './toasts.svelte.ts';

export interface Copying {
  /**
   * Copies a text for 30 seconds and has that read out; a failure is shown. The program clears the clipboard
   * by itself, so nothing may be copied past this.
   * @param visibly says it on the screen too, where no button does
   * @returns whether it was copied
   */
  copy(text: string, visibly?: 'visibly'): Promise<boolean>;
  /** Has what the user copies or cuts by hand cleared too. Returns the end of it. */
  follow(target: Pick<Window, 'addEventListener' | 'removeEventListener'>): () => void;
}

export interface CopyingParts {
  readonly contract: Contract;
  readonly announcer: Announcer;
  readonly toasts: Toasts;
}

/** What a `copy` or `cut` puts on the clipboard: what a view has made of it, else the selection. */
const copiedBy = (event: ClipboardEvent): string => {
  if (event.defaultPrevented) return event.clipboardData?.getData('text/plain') ?? '';
  const { target } = event;
  if (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement)
    return target.value.slice(target.selectionStart ?? 0, target.selectionEnd ?? 0);
  return document.getSelection()?.toString() ?? '';
};

export const createCopying = ({ contract, announcer, toasts }: CopyingParts): Copying => {
  const copy: Copying['copy'] = async (text, visibly) => {
    const answer = await contract.call('clipboard.copy', { text });
    if (!answer.ok) {
      toasts.show(errorTitle(answer.error.code), 'danger');
      return false;
    }
    const done = m.common_copied_cleared({ seconds: answer.value.clearedAfterSeconds });
    if (visibly) toasts.show(done);
    else announcer.announce(done);
    return true;
  };

  const onCopied = (event: ClipboardEvent): void => {
    const text = copiedBy(event);
    if (text === '') return;
    if (text.length <= LONGEST_COPY) return void copy(text);
    event.preventDefault();
    event.clipboardData?.clearData();
    toasts.show(m.common_copy_too_large(), 'danger');
  };

  return {
    copy,
    follow: (target) => {
      // After the handlers of views, which may copy something better than the selection.
      target.addEventListener('copy', onCopied as EventListener);
      target.addEventListener('cut', onCopied as EventListener);
      return () => {
        target.removeEventListener('copy', onCopied as EventListener);
        target.removeEventListener('cut', onCopied as EventListener);
      };
    },
  };
};
