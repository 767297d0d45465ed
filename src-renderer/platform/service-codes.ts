import { SvelteMap } from 'svelte/reactivity';
import type { TrilingualName } from '../../shared/codes/index.ts';
import type { Contract } from './contract.ts';

/** Like the language, the names of codes are the same for the whole window, so they are no part's own. */
const learned = new SvelteMap<string, TrilingualName>();

/** Name of a code that the service knows and this version of the program perhaps does not. */
export const learnedName = (list: string, code: string): TrilingualName | null =>
  learned.get(`${list} ${code}`) ?? null;

/** Takes the service's code lists, of now or of the last time when it was there. */
export const learnCodes = async (contract: Contract): Promise<void> => {
  const answer = await contract.call('codes.list', undefined);
  if (!answer.ok) return;
  for (const { list, code, name } of answer.value.value.entries) learned.set(`${list} ${code}`, name);
};
