import type { CallRequest } from '../../shared/ipc/contract.ts';
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
   * @returns whether it was copied
   */
  copy(text: string, how?: CopyOptions): Promise<boolean>;
  /**
   * Has what the user copies or cuts by hand cleared too.
   * @param aboutWhat what a part of the screen shows; not asked about fields: what is in them was typed
   * @returns the end of it
   */
  follow(target: Pick<Window, 'addEventListener' | 'removeEventListener'>, aboutWhat: AboutWhat): () => void;
}

/** What a text is of, for the service's audit trail; null for what is nobody's data. */
export type CopiedOf = CallRequest<'clipboard.copy'>['about'];
export type AboutWhat = (element: Element | null) => CopiedOf;

export interface CopyOptions {
  readonly of?: CopiedOf | undefined;
  /** Says it on the screen too, where no button does. */
  readonly visibly?: boolean | undefined;
}

export interface CopyingParts {
  readonly contract: Contract;
  readonly announcer: Announcer;
  readonly toasts: Toasts;
}

const isField = (target: EventTarget | null): target is HTMLInputElement | HTMLTextAreaElement =>
  target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;

/** What a `copy` or `cut` puts on the clipboard: what a view has made of it, else the selection. */
const copiedBy = (event: ClipboardEvent): string => {
  if (event.defaultPrevented) return event.clipboardData?.getData('text/plain') ?? '';
  const { target } = event;
  if (isField(target)) return target.value.slice(target.selectionStart ?? 0, target.selectionEnd ?? 0);
  return document.getSelection()?.toString() ?? '';
};

/** Nothing is put on the clipboard by the browser. */
const withhold = (event: ClipboardEvent): void => {
  event.preventDefault();
  event.clipboardData?.clearData();
};

export const createCopying = ({ contract, announcer, toasts }: CopyingParts): Copying => {
  const copy: Copying['copy'] = async (text, { of = null, visibly = false } = {}) => {
    const answer = await contract.call('clipboard.copy', { text, about: of });
    if (!answer.ok) {
      toasts.show(errorTitle(answer.error.code), 'danger');
      return false;
    }
    const done = m.common_copied_cleared({ seconds: answer.value.clearedAfterSeconds });
    if (visibly) toasts.show(done);
    else announcer.announce(done);
    return true;
  };

  return {
    copy,
    follow: (target, aboutWhat) => {
      const onCopied = (event: ClipboardEvent): void => {
        const text = copiedBy(event);
        if (text === '') return;
        if (text.length > LONGEST_COPY) {
          withhold(event);
          toasts.show(m.common_copy_too_large(), 'danger');
          return;
        }
        const { target: from } = event;
        const of = isField(from) ? null : aboutWhat(from instanceof Element ? from : null);
        // What is of a client may be copied only after the audit trail knows of it.
        if (of !== null) withhold(event);
        void copy(text, { of });
      };
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
