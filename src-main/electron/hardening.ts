import { app, type Session, type WebContents } from 'electron';
import { windowOrigin } from './app-scheme.ts';

export interface HardeningParts {
  /** Opens the page in the user's browser where the policy has its host; otherwise does nothing. */
  readonly openExternal: (address: string) => void;
  readonly refused: (what: 'navigation-refused' | 'permission-refused', kind: string) => void;
}

/** Everything that Chromium would fetch, send or show by itself. */
const SWITCHES = [
  'disable-background-networking',
  'disable-component-update',
  'disable-domain-reliability',
  'disable-sync',
  'disable-breakpad',
  'disable-client-side-phishing-detection',
  'disable-default-apps',
  'no-pings',
  'no-first-run',
  'no-default-browser-check',
  'metrics-recording-only',
] as const;

const FEATURES_OFF = [
  'AutofillServerCommunication',
  'CertificateTransparencyComponentUpdater',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'SpareRendererForSitePerProcess',
  'Translate',
  'WebOTP',
] as const;

/** To be called before the app is ready. */
export function hardenProcess(): void {
  app.enableSandbox();
  for (const name of SWITCHES) app.commandLine.appendSwitch(name);
  app.commandLine.appendSwitch('disable-features', FEATURES_OFF.join(','));
}

const isOwn = (address: string): boolean => address.startsWith(`${windowOrigin}/`);

function hardenContents(contents: WebContents, { openExternal, refused }: HardeningParts): void {
  contents.on('will-frame-navigate', (event) => {
    if (event.isMainFrame && isOwn(event.url)) return;
    event.preventDefault();
    refused('navigation-refused', 'navigation');
  });
  contents.on('will-redirect', (event) => {
    event.preventDefault();
    refused('navigation-refused', 'redirect');
  });
  contents.on('will-attach-webview', (event) => {
    event.preventDefault();
    refused('navigation-refused', 'webview');
  });
  contents.setWindowOpenHandler(({ url }) => {
    refused('navigation-refused', 'window');
    openExternal(url);
    return { action: 'deny' };
  });
}

/** Rules for every window and page, whoever makes it. */
export function hardenApp(parts: HardeningParts): void {
  app.on('web-contents-created', (_event, contents) => hardenContents(contents, parts));
  app.on('select-client-certificate', (event, _contents, _address, _certificates, choose) => {
    // Sign-in has its own proof; a certificate of the card never goes out with a TLS connection.
    event.preventDefault();
    choose();
  });
  app.on('certificate-error', (event, _contents, _address, _error, _certificate, answer) => {
    event.preventDefault();
    answer(false);
  });
}

/** @param allowed whether a request may leave; everything else is cancelled before it is made */
export function hardenSession(
  session: Session,
  { refused }: Pick<HardeningParts, 'refused'>,
  allowed: (address: string) => boolean,
): void {
  session.setPermissionRequestHandler((_contents, permission, answer) => {
    refused('permission-refused', permission);
    answer(false);
  });
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setSpellCheckerEnabled(false);
  session.on('will-download', (event) => event.preventDefault());
  session.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !allowed(details.url) }));
}
