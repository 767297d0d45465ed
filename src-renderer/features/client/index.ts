export { openClient, type ClientPart, type ClientView } from './client-view.svelte.ts';
export { default as ClientPage } from './ClientPage.svelte';
export { default as IdentityBar } from './IdentityBar.svelte';
export { replyOf, type SectionState } from './section-state.ts';
export {
  benefitName,
  capital,
  claimAmountText,
  codeName,
  date,
  legalBaseName,
  money,
  periodText,
  timeText,
  today,
} from './words.ts';
