export type Route =
  'home' | 'client' | 'claim' | 'notices' | 'documents' | 'lists' | 'guides' | 'settings' | 'diagnostics';

export interface Navigation {
  readonly route: Route;
  readonly canGoBack: boolean;
  go(route: Route): void;
  /** To the view before this one. */
  back(): void;
  /** Forgets the way so far, as after leaving a client. */
  reset(route: Route): void;
  /** Takes the views of a client out of the way back. */
  forgetClient(): void;
}

const LONGEST_WAY = 20;
const clientRoutes: ReadonlySet<Route> = new Set(['client', 'claim', 'documents']);

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
    forgetClient: () => {
      const kept = way.filter((route) => !clientRoutes.has(route));
      way = kept.length > 0 ? kept : ['home'];
    },
  };
};
