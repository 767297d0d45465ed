import { getContext, setContext, type Snippet } from 'svelte';

const key = Symbol('what a dialog is about');

/** Has every dialog that is opened below this component show the mark at its top: whom it is about. */
export const markDialogs = (mark: Snippet): void => void setContext(key, mark);

export const dialogMark = (): Snippet | undefined => getContext<Snippet | undefined>(key);
