export { clientLabel } from './client-label.ts';
export { default as ClientMark } from './ClientMark.svelte';
export {
  nobody,
  openClient,
  type ClientPart,
  type ClientPlace,
  type ClientView,
  type PaneNumber,
} from './client-view.svelte.ts';
export { claimTaskText, registrationDay } from './claim-words.ts';
export { default as ClaimDetails } from './ClaimDetails.svelte';
export { default as ClientPage } from './ClientPage.svelte';
export { default as IdentityBar } from './IdentityBar.svelte';
export { createLastLooks, type LastLooks } from './last-looks.ts';
export { replyOf, type SectionState } from './section-state.ts';
export { inWorkingOrder, isOpenMatter } from './summary.ts';
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
} from './words.ts';
export { toneOf } from './tones.ts';
