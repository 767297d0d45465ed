import type { Route } from './navigation.svelte.ts';

/** Id of the guide that helps with what the user is doing; the help key opens it first. */
export const guideFor = (route: Route, paneView: string | undefined, organisationType: string): string => {
  if (route === 'notices') return 'notices';
  if (route === 'client' && paneView === 'claim') return 'payment-claims';
  if (route === 'diagnostics') return 'contacts';
  return organisationType === 'RECEPTION_CENTRE' ? 'reception-centres' : 'counties';
};
