/**
 * `client` are the open clients, each in a pane with a view of its own; `documents` asks first whose documents are
 * to be sent.
 */
export type Route =
  'home' | 'client' | 'documents' | 'notices' | 'claims' | 'lists' | 'guides' | 'settings' | 'diagnostics';

export interface Navigation {
  readonly route: Route;
  readonly canGoBack: boolean;
  go(route: Route): void;
  /** To the view before this one. */
  back(): void;
  /** Forgets the way so far, as after leaving a client. */
  reset(route: Route): void;
  /** Takes the clients' view out of the way back. */
  forgetClients(): void;
}

const LONGEST_WAY = 20;

/** The way through the program, in memory: no address ever holds anything of a client. */
export const createNavigation = (): Navigation => {
  let way = $state.raw<readonly Route[]>(['home']);
  return {
    get route() {
      return way.at(-1) ?? 'home';
    },
    get canGoBack() {
      return way.length > 1;
    },
    go: (route) => {
      if (way.at(-1) !== route) way = [...way, route].slice(-LONGEST_WAY);
    },
    back: () => {
      if (way.length > 1) way = way.slice(0, -1);
    },
    reset: (route) => {
      way = [route];
    },
    forgetClients: () => {
      const kept = way.filter((route) => route !== 'client');
      way = kept.length > 0 ? kept : ['home'];
    },
  };
};
