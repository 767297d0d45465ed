import type { ApplicationInfo, Diagnostic } from '../shared/ipc/state.ts';
import type { ServiceFetch } from './backend/backend.ts';
import type { CardService, Diagnose } from './card/card-types.ts';
import type { SystemClipboard } from './clipboard/clipboard.ts';
import type { Clock } from './clock.ts';
import type { ChooseFile, ChooseFolder } from './files.ts';
import type { StartHelper } from './helper-process/helper-process.ts';
import type { IdentificationParts } from './identification/identification.ts';
import type { Attention } from './notices/notices.ts';
import type { PolicySource } from './policy/policy.ts';
import type { PrintPage } from './printing/printing.ts';
import type { PracticeCardModule } from './session/session.ts';

/** What the operating system, the window and the surroundings give to the program. */
export interface ApplicationParts {
  readonly version: string;
  readonly runtime: ApplicationInfo['runtime'];
  /** Folder of the user's data; settings, audit log and cache are kept in it. */
  readonly dataFolder: string;
  readonly systemLocale: string;
  readonly windowOrigin: string;
  readonly policy: PolicySource;
  readonly trainingMode: boolean;
  readonly serviceAddress: () => Promise<string | null>;
  /** What a card signs: the origin that the program is connected to. */
  readonly signedOrigin: string;
  /** Host name of the workstation, where it has one that the service takes. */
  readonly workstation?: string;
  /** Identification in the user's browser. */
  readonly browser: Pick<IdentificationParts, 'provider' | 'openPage' | 'cameBack'> & {
    readonly isSetUp: () => boolean;
  };
  /** The window shows the lock or the sign-in: what covers it can go. */
  readonly leftDrawn?: () => void;
  readonly fetch: ServiceFetch;
  readonly startCache: StartHelper;
  readonly startDrafts: StartHelper;
  readonly startPreviews: StartHelper;
  readonly createCard: (diagnose: Diagnose) => CardService;
  readonly loadPracticeCard: () => Promise<PracticeCardModule>;
  /** Where the user wants a file; without it nothing can be saved. */
  readonly chooseFile?: ChooseFile;
  readonly chooseFolder?: ChooseFolder;
  /** Badge and notices of the operating system; without it the window alone tells of something new. */
  readonly attention?: Attention;
  readonly clipboard: SystemClipboard;
  /** The window on paper; without it nothing can be printed. */
  readonly printPage?: PrintPage;
  readonly clock: Clock;
  readonly diagnostics?: readonly Diagnostic[];
}
