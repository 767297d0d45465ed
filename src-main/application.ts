import { join } from 'node:path';
import type { EventName, EventPayload } from '../shared/ipc/contract.ts';
import type { ApplicationInfo, Diagnostic } from '../shared/ipc/state.ts';
import { createAnnouncements } from './announcements/announcements.ts';
import { createAudit } from './audit/audit.ts';
import { createBackend } from './backend/backend.ts';
import { createCredentials } from './backend/credentials.ts';
import { createServiceClock } from './backend/service-clock.ts';
import { createTransport, type ServiceFetch } from './backend/transport.ts';
import { createAgedValues } from './cache/aged-values.ts';
import { createCache } from './cache/cache.ts';
import type { CardService } from './card/card-types.ts';
import { createClaims } from './claims/claims.ts';
import { createClients } from './clients/clients.ts';
import type { Clock } from './clock.ts';
import { collectDiagnostics } from './diagnostics/diagnostics.ts';
import { createGuides } from './guides/guides.ts';
import { createHandlers, viewOfCard } from './handlers.ts';
import type { StartHelper } from './helper-process/helper-process.ts';
import { createRegistrar, type Registrar } from './ipc/registrar.ts';
import { createLists } from './lists/lists.ts';
import type { PolicySource } from './policy/policy-source.ts';
import { createPracticeCards, type PracticeCardModule } from './session/practice-cards.ts';
import { createSession, type Session } from './session/session.ts';
import { createSettings } from './settings/settings.ts';

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
  readonly fetch: ServiceFetch;
  readonly startCache: StartHelper;
  readonly createCard: (diagnose: (code: string, detail: string) => void) => CardService;
  readonly loadPracticeCard: () => Promise<PracticeCardModule>;
  readonly clock: Clock;
  readonly diagnostics?: readonly Diagnostic[];
}

export type TellWindow = <Name extends EventName>(name: Name, payload: EventPayload<Name>) => void;

/** The program without its windows. */
export interface Application {
  readonly registrar: Registrar;
  readonly session: Session;
  /** Sends every event of the contract to the listener. */
  tellTo(window: TellWindow): void;
  record: ReturnType<typeof createAudit>['record'];
  close(): void;
}

const LONGEST_DIAGNOSTIC_LIST = 20;

/** Builds every part once. Needs no Electron, so that tests run the very same composition. */
export function createApplication(parts: ApplicationParts): Application {
  const { clock, policy, dataFolder, trainingMode } = parts;
  const audit = createAudit(join(dataFolder, 'audit'), clock);
  const settings = createSettings(join(dataFolder, 'settings.json'), parts.systemLocale);
  const credentials = createCredentials(clock);
  const serviceClock = createServiceClock(clock);
  const transport = createTransport(parts.fetch);
  const address = parts.serviceAddress;
  const random = Math.random;
  const backend = createBackend({ address, transport, credentials, serviceClock, clock, audit, random });
  const cache = createCache({
    startHelper: parts.startCache,
    file: join(dataFolder, 'cache.db'),
    keychainService: trainingMode ? 'Kelmu Desktop training' : 'Kelmu Desktop',
    personalAllowed: () => policy.current().cachePersonalLists,
    clock,
    audit,
  });
  const values = createAgedValues(backend, cache, clock);
  const cardReports: Diagnostic[] = [];
  const card = parts.createCard((code, detail) => {
    cardReports.unshift({ code, severity: 'warning', detail });
    cardReports.splice(LONGEST_DIAGNOSTIC_LIST);
  });
  const practiceCards = trainingMode
    ? createPracticeCards(backend, parts.loadPracticeCard, parts.signedOrigin)
    : undefined;
  const origin = (): string => parts.signedOrigin;
  const session = createSession({
    backend,
    credentials,
    serviceClock,
    policy: () => policy.current(),
    origin,
    clock,
    audit,
  });
  const clients = createClients({ backend, audit, allowArtificial: trainingMode, now: serviceClock.now });
  session.onClientsDropped((reason) => clients.dropAll(reason));

  const handlers = createHandlers({
    info: () => ({
      version: parts.version,
      runtime: parts.runtime,
      trainingMode,
      settings: settings.current(),
    }),
    diagnostics: () =>
      collectDiagnostics([
        () => parts.diagnostics ?? [],
        policy.diagnostics,
        settings.diagnostics,
        audit.diagnostics,
        cache.diagnostics,
        serviceClock.diagnostics,
        () => cardReports,
      ]),
    settings,
    card,
    practiceCards,
    session,
    refreshPolicy: policy.refresh,
    clients,
    claims: createClaims(backend, clients, audit),
    announcements: createAnnouncements(values),
    guides: createGuides(values),
    lists: createLists(values),
  });
  const registrar = createRegistrar({
    handlers,
    allowedOrigin: parts.windowOrigin,
    missing: session.missing,
    audit,
    clock,
  });
  audit.record({ event: 'started', version: parts.version, trainingMode });

  return {
    registrar,
    session,
    record: audit.record,
    tellTo: (tell) => {
      card.onChange((state) => tell('card.changed', viewOfCard(state)));
      session.onChange((state) => tell('session.changed', state));
      settings.onChange((changed) => tell('settings.changed', changed));
      clients.onDropped((clientHandle, reason) => tell('client.dropped', { clientHandle, reason }));
    },
    close: () => {
      session.signOut('user');
      card.close();
      practiceCards?.close();
      cache.close();
      audit.record({ event: 'stopped' });
    },
  };
}
