import { hostname } from 'node:os';
import { join } from 'node:path';
import { app, type BrowserWindow } from 'electron';
import type { ApplicationParts } from './application-parts.ts';
import { createApplication, type Application } from './application.ts';
import { cardProviders, createCardService } from './card/card.ts';
import { systemClock } from './clock.ts';
import { isWindowAddress, registerAppScheme, serveRenderer, windowOrigin } from './electron/app-scheme.ts';
import { systemAttention } from './electron/attention.ts';
import { eventsTo, receiveCalls } from './electron/call-bridge.ts';
import { hardenApp, hardenProcess, hardenSession } from './electron/hardening.ts';
import { endWithLastWindow, failStart, isOnlyInstance, openExternal } from './electron/life-cycle.ts';
import { removeMenu, zoomByKeyboard } from './electron/menu.ts';
import { pagePrinting } from './electron/page-printing.ts';
import { watchWorkstation } from './electron/power.ts';
import { createPrivacyCover, type PrivacyCover } from './electron/privacy-cover.ts';
import { folderDialog, saveDialog } from './electron/save-dialog.ts';
import { createServiceNetwork } from './electron/service-network.ts';
import { systemClipboard } from './electron/system-clipboard.ts';
import { utilityHelper } from './electron/utility-helper.ts';
import { bringForward, createWindow, nativeHandle, windowSession } from './electron/window.ts';
import { createEmbeddedService, type EmbeddedService } from './embedded-service.ts';
import {
  allowedExternalLink,
  allowedProviderPage,
  createPolicySource,
  machinePolicyFile,
  type PolicySource,
} from './policy/policy.ts';
import {
  isProviderSetUp,
  mayReach,
  placeDiagnostics,
  providerPlace,
  servicePlace,
  type ServicePlace,
} from './service-place.ts';

/** Settings of tests and developers; an installed program does not look at them. */
const developerSetting = (name: string): string | undefined =>
  app.isPackaged ? undefined : process.env[name] || undefined;

const built = (file: string): string => join(import.meta.dirname, file);

/** Without a folder its data lasts as long as the program: nothing of a practice stays on the disk. */
const trainingArguments = (place: ServicePlace): readonly string[] =>
  place.kind === 'training' ? ['--origin', place.origin] : [];

function serviceAddress(place: ServicePlace, embedded: EmbeddedService): () => Promise<string | null> {
  if (place.kind === 'real') return () => Promise.resolve(place.address);
  if (place.kind === 'not-configured') return () => Promise.resolve(null);
  const running = developerSetting('KELMU_TRAINING_SERVICE_URL')?.replace(/\/+$/, '');
  return running === undefined ? embedded.address : () => Promise.resolve(running);
}

/** Identification in the user's browser, on pages of the provider alone. */
const browserParts = (
  policy: PolicySource,
  place: ServicePlace,
  address: () => Promise<string | null>,
  comeForward: () => void,
): ApplicationParts['browser'] => ({
  isSetUp: () => isProviderSetUp(place, policy.current()),
  provider: async () => providerPlace(place, policy.current(), await address()),
  openPage: (page, { issuer }) =>
    openExternal(allowedProviderPage(page, issuer, policy.current().externalLinks)),
  cameBack: comeForward,
});

/** Host name, with a dash for what the service would not take. */
const workstationName = (): string =>
  hostname()
    .replaceAll(/[^A-Za-z0-9._-]/g, '-')
    .slice(0, 63);

type WindowParts = Required<
  Pick<ApplicationParts, 'chooseFile' | 'chooseFolder' | 'printPage' | 'attention' | 'leftDrawn'>
> & {
  readonly comeForward: () => void;
  /** For the system's window that asks for a PIN. */
  readonly nativeWindow: () => bigint | null;
};

function build(
  policy: PolicySource,
  place: ServicePlace,
  embedded: EmbeddedService,
  { comeForward, nativeWindow, ...ofWindow }: WindowParts,
): Application {
  const module = developerSetting('KELMU_PKCS11_MODULE');
  const signedOrigin = place.kind === 'not-configured' ? 'https://not-configured.invalid' : place.origin;
  const version = app.getVersion();
  const address = serviceAddress(place, embedded);
  const application: Application = createApplication({
    version,
    runtime: process.versions['electron'] === undefined ? 'stand-in' : 'electron',
    dataFolder: app.getPath('userData'),
    systemLocale: app.getLocale(),
    windowOrigin,
    policy,
    trainingMode: place.kind === 'training',
    serviceAddress: address,
    workstation: workstationName(),
    browser: browserParts(policy, place, address, comeForward),
    signedOrigin,
    fetch: createServiceNetwork(
      { refused: (event, kind) => application.record({ event, kind }) },
      (requested) => mayReach(place, policy.current(), requested),
    ),
    startCache: utilityHelper(built('cache-helper.js'), 'Kelmu cache'),
    startDrafts: utilityHelper(built('drafts-helper.js'), 'Kelmu drafts'),
    startPreviews: utilityHelper(built('preview-helper.js'), 'Kelmu previews', [built('pdfium.wasm')]),
    createCard: (diagnose) =>
      createCardService({
        startHelper: utilityHelper(built('card-helper.js'), 'Kelmu card'),
        origin: signedOrigin,
        appVersion: `https://kelmu.invalid/desktop/${version}`,
        providers: () => {
          const { cardProviders: kinds, pkcs11Modules } = policy.current();
          return cardProviders({ kinds, modulePaths: module === undefined ? pkcs11Modules : [module] });
        },
        window: nativeWindow,
        diagnose,
      }),
    loadPracticeCard: () => import('./card/practice-card.ts'),
    ...ofWindow,
    clipboard: systemClipboard,
    clock: systemClock,
    diagnostics: placeDiagnostics(place),
  });
  return application;
}

/** At every lock and end, before the page hears of it. */
function coverWhenLeft(session: Application['session'], cover: PrivacyCover): void {
  let wasIn = false;
  session.onChange(({ phase }) => {
    const isIn = phase === 'active' || phase === 'choosing-role';
    if (isIn) cover.enter();
    else if (wasIn) cover.leave();
    wasIn = isIn;
  });
}

async function run(window: { current?: BrowserWindow }): Promise<void> {
  const policyFile =
    developerSetting('KELMU_POLICY_FILE') ?? machinePolicyFile(process.platform, process.env);
  const policy = createPolicySource(policyFile);
  const place = servicePlace(policy.current(), {
    packaged: app.isPackaged,
    trainingAsked: process.argv.includes('--training'),
  });
  await app.whenReady();
  removeMenu();
  const embedded = createEmbeddedService(
    utilityHelper(built('training-service.js'), 'Kelmu training service', trainingArguments(place)),
  );
  const cover = createPrivacyCover(
    () => window.current,
    () => policy.current().preventScreenCapture,
  );
  const application = build(policy, place, embedded, {
    chooseFile: saveDialog(() => window.current),
    chooseFolder: folderDialog(() => window.current),
    printPage: pagePrinting(() => window.current),
    attention: systemAttention(() => window.current),
    leftDrawn: cover.drawn,
    comeForward: () => window.current && bringForward(window.current),
    nativeWindow: () => nativeHandle(window.current),
  });
  coverWhenLeft(application.session, cover);
  const refused: Parameters<typeof hardenApp>[0]['refused'] = (event, kind) =>
    application.record({ event, kind });
  hardenApp({
    refused,
    openExternal: (address) =>
      void openExternal(allowedExternalLink(address, policy.current().externalLinks)),
  });
  const ofWindow = windowSession();
  hardenSession(ofWindow, { refused }, isWindowAddress);
  serveRenderer(ofWindow, join(import.meta.dirname, '..', 'renderer'), application.data);
  receiveCalls(application.registrar, () => window.current);
  application.tellTo(eventsTo(() => window.current));
  watchWorkstation({
    left: (how) => void application.session.lock(how),
    back: () => application.session.resumed(),
  });
  endWithLastWindow(async () => {
    await application.close();
    embedded.close();
  });
  const preload = join(import.meta.dirname, '..', 'preload', 'preload.cjs');
  window.current = createWindow({ preload, session: ofWindow, title: app.getName() });
  zoomByKeyboard(window.current);
}

const userData = developerSetting('KELMU_USER_DATA');
if (userData !== undefined) app.setPath('userData', userData);
hardenProcess();
registerAppScheme();
const window: { current?: BrowserWindow } = {};
if (isOnlyInstance(() => window.current && bringForward(window.current))) {
  // Not awaited: Electron gets ready only after this module has run to its end.
  run(window).catch(failStart);
} else {
  app.exit(0);
}
