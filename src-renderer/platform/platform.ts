import { createContext } from 'svelte';
import type { ApplicationInfo } from '../../shared/ipc/state.ts';
import type { Announcer } from './announcer.svelte.ts';
import type { Contract } from './contract.ts';
import type { Copying } from './copying.ts';
import type { LocaleStore } from './locale.svelte.ts';
import type { Printing } from './printing.svelte.ts';
import type { Shortcuts } from './shortcuts.svelte.ts';
import type { Toasts } from './toasts.svelte.ts';

/** What every feature may use; built once by the entry and handed down as a context. */
export interface Platform {
  readonly contract: Contract;
  readonly info: Pick<ApplicationInfo, 'version' | 'runtime' | 'trainingMode' | 'browserSignIn'>;
  readonly locale: LocaleStore;
  readonly announcer: Announcer;
  readonly copying: Copying;
  readonly shortcuts: Shortcuts;
  readonly toasts: Toasts;
  readonly printing: Printing;
}

const [readPlatform, providePlatform] = createContext<Platform>();

/** The platform, during the making of a component. Throws where no parent has provided it. */
export const usePlatform = (): Platform => readPlatform();
export { providePlatform };
