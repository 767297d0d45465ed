import { join } from 'node:path';
import type { EventName, EventPayload } from '../shared/ipc/contract.ts';
import type { ApplicationInfo, Diagnostic, Locale } from '../shared/ipc/state.ts';
import type { ApplicationParts } from './application-parts.ts';
import { createAnnouncements } from './announcements/announcements.ts';
import { createAudit, type Audit } from './audit/audit.ts';
import { createAuditEvents, type AuditEvents } from './audit-events/audit-events.ts';
import {
  createBackend,
  createByteStreams,
  createCredentials,
  createServiceClock,
  createTransport,
  type ServiceClock,
} from './backend/backend.ts';
import { createAgedValues, createCache } from './cache/cache.ts';
import { createClaims } from './claims/claims.ts';
import { createTimedClipboard } from './clipboard/clipboard.ts';
import { createClients } from './clients/clients.ts';
import type { Clock } from './clock.ts';
import { collectDiagnostics } from './diagnostics/diagnostics.ts';
import { createDocumentData, createDocuments } from './documents/documents.ts';
import { createDocumentDraftData, createDrafts, type Drafts } from './drafts/drafts.ts';
import { createCodes } from './codes/codes.ts';
import { createGuides } from './guides/guides.ts';
import { createHandlers } from './handlers.ts';
import { createIdentification } from './identification/identification.ts';
import { createRegistrar, type Registrar } from './ipc/ipc.ts';
import { createListeners } from './listeners.ts';
import { createListData, createListExport, createLists } from './lists/lists.ts';
import {
  createAlerts,
  createAttachments,
  createNotices,
  type Attachments,
  type Attention,
} from './notices/notices.ts';
import { createPreviews, type Previews } from './previews/previews.ts';
import { createPrinting } from './printing/printing.ts';
import {
  createLastChoice,
  createPracticeCards,
  createSession,
  viewOfCard,
  type Session,
} from './session/session.ts';
import { createSettings, type SettingsStore } from './settings/settings.ts';

export type TellWindow = <Name extends EventName>(name: Name, payload: EventPayload<Name>) => void;

/** The program without its windows. */
export interface Application {
  readonly registrar: Registrar;
  readonly session: Session;
  /** Sends every event of the contract to the listener. */
  tellTo(window: TellWindow): void;
  record: Audit['record'];
  /** Answers the window's requests for what is too large for a call; null for an unknown path. */
  data(request: Request): Promise<Response | null>;
  /** Ends the session, here at once and at the service, then every part. */
  close(): Promise<void>;
}

const LONGEST_DIAGNOSTIC_LIST = 20;

/** Training never reads or writes what belongs to real work. */
const keychainService = ({ trainingMode }: ApplicationParts): string =>
  trainingMode ? 'Kelmu Desktop training' : 'Kelmu Desktop';
const chooseNothing = (): Promise<null> => Promise.resolve(null);

/** The way to the service, and what is kept of its answers. */
function buildService(parts: ApplicationParts, audit: Audit) {
  const { clock, policy } = parts;
  const credentials = createCredentials(clock);
  const serviceClock = createServiceClock(clock);
  const backend = createBackend({
    address: parts.serviceAddress,
    transport: createTransport(parts.fetch),
    credentials,
    serviceClock,
    clock,
    audit,
    random: Math.random,
  });
  const cache = createCache({
    startHelper: parts.startCache,
    file: join(parts.dataFolder, 'cache.db'),
    keychainService: keychainService(parts),
    listFolder: join(parts.dataFolder, 'lists'),
    policy: policy.current,
    clock,
    audit,
  });
  const streams = createByteStreams({
    backend,
    credentials,
    serviceClock,
    clock,
    address: parts.serviceAddress,
    fetch: parts.fetch,
  });
  const values = createAgedValues(backend, cache, clock);
  return { backend, credentials, serviceClock, streams, cache, values };
}

/** The person at the workstation: card, session and the clients that are open in it. */
function buildSession(
  parts: ApplicationParts,
  audit: Audit,
  service: ReturnType<typeof buildService>,
  locale: () => Locale,
) {
  const { policy, clock, trainingMode, signedOrigin } = parts;
  const { backend, credentials, serviceClock } = service;
  const reports: Diagnostic[] = [];
  const card = parts.createCard((code, detail) => {
    // The same again says nothing new; it moves to the top.
    const known = reports.findIndex((report) => report.code === code && report.detail === detail);
    if (known >= 0) reports.splice(known, 1);
    reports.unshift({ code, severity: 'warning', detail });
    reports.splice(LONGEST_DIAGNOSTIC_LIST);
  });
  const practiceCards = trainingMode
    ? createPracticeCards(backend, parts.loadPracticeCard, signedOrigin)
    : undefined;
  const cameBack = createListeners<[]>();
  const session = createSession({
    backend,
    credentials,
    serviceClock,
    policy,
    origin: () => signedOrigin,
    clock,
    audit,
    locale,
    lastChoice: createLastChoice(join(parts.dataFolder, 'last-choice.json')),
    workstation: parts.workstation,
    identification: createIdentification({
      ...parts.browser,
      cameBack: () => {
        // Told first, so that the window knows why it comes to the front.
        cameBack.tell();
        parts.browser.cameBack();
      },
      fetch: parts.fetch,
      clock,
      skew: serviceClock.skew,
    }),
  });
  const clients = createClients({ backend, audit, allowArtificial: trainingMode, now: serviceClock.now });
  const auditEvents = createAuditEvents({ backend, audit, clients });
  const clipboard = createTimedClipboard({ system: parts.clipboard, clock, auditEvents });
  void clipboard.clearLeftover();
  session.onClientsDropped((reason) => {
    clients.dropAll(reason);
    void clipboard.clearOwn();
  });
  const reported = { cardReports: () => reports, onCameBack: cameBack.add };
  return { card, practiceCards, session, clients, clipboard, auditEvents, ...reported };
}

/** A session that ends drops its clients first, so the helper never outlives it. */
function buildPreviews({ startPreviews }: ApplicationParts, session: Session): Previews {
  const previews = createPreviews(startPreviews, () => session.state().phase === 'active');
  session.onClientsDropped(previews.close);
  return previews;
}

/** What the window fetches instead of calling: documents, rows of lists, and files that are made of them. */
function buildData(
  parts: ApplicationParts,
  audit: Audit,
  service: ReturnType<typeof buildService>,
  { session, clients, auditEvents }: ReturnType<typeof buildSession>,
  attachments: Attachments,
  { documents: documentDrafts }: Drafts,
): Application['data'] {
  const { clock } = parts;
  session.onClientsDropped(service.cache.lists.sessionPaused);
  const rows = createListData({
    ...service,
    session,
    audit,
    exportAllowed: () => exportAllowed(parts),
  });
  const files = createListExport({
    session,
    clock,
    audit,
    auditEvents,
    exportAllowed: () => exportAllowed(parts),
    chooseFile: parts.chooseFile ?? chooseNothing,
  });
  const documents = createDocumentData(clients);
  const unsent = createDocumentDraftData(documentDrafts);
  const previews = buildPreviews(parts, session);
  return async (request) =>
    (await documents(request)) ??
    (await attachments.handle(request)) ??
    (await unsent(request)) ??
    (await previews.handle(request)) ??
    (await rows.handle(request)) ??
    files.handle(request);
}

const exportAllowed = ({ chooseFile, trainingMode, policy }: ApplicationParts): boolean =>
  chooseFile !== undefined && (trainingMode || policy.current().exportLists);

const buildPrinting = (parts: ApplicationParts, auditEvents: AuditEvents, session: Session) =>
  createPrinting({
    page: parts.printPage ?? { pdf: () => Promise.resolve(null), print: () => Promise.resolve('failed') },
    chooseFile: parts.chooseFile ?? chooseNothing,
    session,
    allowed: (subject) => subject !== 'recipient-list' || exportAllowed(parts),
    auditEvents,
    clock: parts.clock,
  });

const buildDrafts = (parts: ApplicationParts, session: Session, clock: Clock) => {
  const { startDrafts, dataFolder, policy } = parts;
  return createDrafts({
    startHelper: startDrafts,
    folder: dataFolder,
    keychainService: keychainService(parts),
    diskAllowed: () => policy.current().keepDrafts === 'encrypted',
    filesAllowed: () => policy.current().keepDocumentFiles,
    session,
    clock,
  });
};

type Told = Pick<ReturnType<typeof buildSession>, 'card' | 'session' | 'clients' | 'onCameBack'> & {
  readonly settings: SettingsStore;
  readonly serviceClock: ServiceClock;
};

/** Every event of the contract has its source here. */
function tellWindow(
  { card, session, settings, clients, onCameBack, serviceClock }: Told,
  tell: TellWindow,
): void {
  onCameBack(() => tell('sign-in.came-back', undefined));
  card.onChange((state) => tell('card.changed', viewOfCard(state, session.lockedHolder())));
  session.onChange((state) => tell('session.changed', state));
  settings.onChange((changed) => tell('settings.changed', changed));
  serviceClock.onChange((now) => tell('service-time.changed', now));
  clients.onDropped((clientHandle, reason) => tell('client.dropped', { clientHandle, reason }));
}

/** What is read through the cache, with its age. */
const buildInformation = ({ values, cache }: ReturnType<typeof buildService>, session: Session) => ({
  announcements: createAnnouncements(values),
  guides: createGuides(values),
  codes: createCodes(values),
  lists: createLists({ values, kept: cache.lists, session }),
});

const buildAttachments = (
  parts: ApplicationParts,
  service: ReturnType<typeof buildService>,
  { session, auditEvents }: ReturnType<typeof buildSession>,
): Attachments =>
  createAttachments({
    ...service,
    session,
    auditEvents,
    savingAllowed: () =>
      parts.chooseFolder !== undefined && (parts.trainingMode || parts.policy.current().saveAttachments),
    chooseFolder: parts.chooseFolder ?? chooseNothing,
  });

const unnoticed: Attention = { badge: () => undefined, notify: () => undefined, clear: () => undefined };

/** What the signed-in person does. */
const buildWork = (
  parts: ApplicationParts,
  audit: Audit,
  service: ReturnType<typeof buildService>,
  person: ReturnType<typeof buildSession>,
  settings: SettingsStore,
) => {
  const { backend, serviceClock } = service;
  const { session, clients, auditEvents } = person;
  // By one clock with the window, which tells their age.
  const drafts = buildDrafts(parts, session, serviceClock);
  const attachments = buildAttachments(parts, service, person);
  const alerts = createAlerts({ attention: parts.attention ?? unnoticed, settings, session });
  const calls = {
    claims: createClaims({ backend, clients, drafts, clock: serviceClock, audit }),
    drafts,
    notices: createNotices(backend, audit, attachments, alerts),
    documents: createDocuments(clients, audit),
    printing: buildPrinting(parts, auditEvents, session),
  };
  return { calls, data: buildData(parts, audit, service, person, attachments, drafts) };
};

const infoOf = (
  { version, runtime, trainingMode, browser }: ApplicationParts,
  settings: SettingsStore,
  serviceClock: ServiceClock,
): ApplicationInfo => ({
  version,
  runtime,
  trainingMode,
  browserSignIn: browser.isSetUp(),
  serviceTime: serviceClock.heard(),
  settings: settings.current(),
});

/** Builds every part once. Needs no Electron, so that tests run the very same composition. */
export function createApplication(parts: ApplicationParts): Application {
  const { clock, policy, dataFolder, trainingMode, version } = parts;
  const audit = createAudit(join(dataFolder, 'audit'), clock);
  const settings = createSettings(join(dataFolder, 'settings.json'), parts.systemLocale);
  const service = buildService(parts, audit);
  const person = buildSession(parts, audit, service, () => settings.current().locale);
  const { card, practiceCards, session, clients, clipboard } = person;
  const work = buildWork(parts, audit, service, person, settings);
  const diagnosticSources = [
    () => parts.diagnostics ?? [],
    policy.diagnostics,
    settings.diagnostics,
    audit.diagnostics,
    service.cache.diagnostics,
    work.calls.drafts.diagnostics,
    service.serviceClock.diagnostics,
    person.cardReports,
  ];
  const handlers = createHandlers({
    info: () => infoOf(parts, settings, service.serviceClock),
    leftDrawn: parts.leftDrawn ?? (() => undefined),
    diagnostics: () => collectDiagnostics(diagnosticSources),
    settings,
    card,
    practiceCards,
    session,
    clients,
    clipboard,
    ...work.calls,
    ...buildInformation(service, session),
  });
  const registrar = createRegistrar({
    handlers,
    allowedOrigin: parts.windowOrigin,
    missing: (needs) => session.missing(needs),
    audit,
    clock,
  });
  audit.record({ event: 'started', version, trainingMode });

  return {
    registrar,
    session,
    record: audit.record,
    data: work.data,
    tellTo: (tell) => tellWindow({ ...person, ...service, settings }, tell),
    close: async () => {
      session.signOut('user');
      card.close();
      practiceCards?.close();
      await service.cache.lists.settled();
      service.cache.close();
      work.calls.drafts.close();
      audit.record({ event: 'stopped' });
      await Promise.all([clipboard.clearOwn(), session.ended()]);
    },
  };
}
