/** The Chromium of one session: a persistent context of Playwright, one DevTools connection per window. */
import {
  chromium,
  type BrowserContext,
  type CDPSession,
  type Page,
  type Request,
  type Route,
} from 'playwright-core';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export type CommandLineSwitch = readonly [name: string, value: string | undefined];

export interface ChromiumOptions {
  readonly profileDir: string;
  readonly headless: boolean;
  readonly switches: readonly CommandLineSwitch[];
  /** Answers, continues or aborts every request of every page. */
  readonly onRequest: (route: Route, request: Request) => Promise<void>;
}

export interface OpenedPage {
  readonly page: Page;
  readonly cdp: CDPSession;
}

export interface ChromiumHost {
  readonly webSocketEndpoint: string;
  /** "156.0.8078.79" */
  readonly version: string;
  /** A page for a new window. */
  openPage(width: number, height: number): Promise<OpenedPage>;
  /** False for pages that a page opened by itself: they are always closed. */
  owns(page: Page): boolean;
  close(): Promise<void>;
}

const EXECUTABLES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/microsoft-edge',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/**
 * Playwright's own defaults already switch off updates, field trials, sync, metrics and search suggestions. The
 * last line makes it certain: no name but this machine's is ever resolved. The app's own addresses are answered
 * by interception, and its HTTP calls leave from the main process, so nothing of the app needs the resolver.
 */
const SWITCHES = [
  '--remote-debugging-port=0',
  '--no-pings',
  '--disable-domain-reliability',
  '--disable-client-side-phishing-detection',
  '--disable-quic',
  '--safebrowsing-disable-auto-update',
  '--dns-prefetch-disable',
  // A request that leaves in spite of interception, as the first one of a pop-up that a second debugger set
  // going, ends at a proxy that is not there: not even this machine is reached.
  '--proxy-server=http://127.0.0.1:9',
  '--proxy-bypass-list=<-loopback>',
  // Asked in spite of `--disable-component-update` and without an account: sent to where nothing answers.
  '--component-updater=url-source=https://updates.invalid/',
  '--gaia-url=https://accounts.invalid',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1, EXCLUDE [::1]',
];

/**
 * Chromium takes the last `--disable-features` only, so the app's list would undo Playwright's; this one has what
 * matters of it (requests at start, and features that get in the way of request interception) and the app's.
 */
const FEATURES_OFF = [
  'AvoidCorsURLLoaderRestartOnRedirect',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsFirstBalancedModeAutoEnable',
  'HttpsUpgrades',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'PreconnectToSearch',
  'ThirdPartyStoragePartitioning',
  'Translate',
];

function commandLine(appended: readonly CommandLineSwitch[]): string[] {
  const featuresOff = appended.flatMap(([name, value]) => (name === 'disable-features' ? [value ?? ''] : []));
  const others = appended.filter(([name]) => name !== 'disable-features');
  return [
    ...SWITCHES,
    `--disable-features=${[...FEATURES_OFF, ...featuresOff].join(',')}`,
    ...others.map(([name, value]) => (value ? `--${name}=${value}` : `--${name}`)),
  ];
}

export function findChromium(): string {
  const named = process.env['KELMU_CHROMIUM'];
  if (named) return named;
  const found = EXECUTABLES.find((path) => existsSync(path));
  if (!found) throw new Error('no Chromium found: install one or set KELMU_CHROMIUM to its executable');
  return found;
}

/** Chromium's sandbox cannot start as root. */
function runsAsRoot(): boolean {
  return process.getuid?.() === 0;
}

function launchContext(options: ChromiumOptions): Promise<BrowserContext> {
  const { headless, switches, profileDir } = options;
  const root = runsAsRoot();
  const args = commandLine(switches);
  // An app window (no tab strip) needs an http(s) address: data: and about: are ignored. This one never resolves.
  if (!headless) args.push('--app=https://start.app.invalid/', ...(root ? ['--test-type'] : []));
  return chromium.launchPersistentContext(profileDir, {
    executablePath: findChromium(),
    headless,
    chromiumSandbox: !root,
    viewport: null,
    args,
    // `about:blank` would win over `--app=` and bring the tab strip back.
    ignoreDefaultArgs: ['--enable-automation', '--mute-audio', ...(headless ? [] : ['about:blank'])],
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    acceptDownloads: true,
    colorScheme: null,
    reducedMotion: null,
    forcedColors: null,
    contrast: null,
  });
}

async function openFurtherPage(context: BrowserContext, width: number, height: number): Promise<Page> {
  const [any] = context.pages();
  if (!any) return context.newPage();
  const cdp = await context.newCDPSession(any);
  const next = context.waitForEvent('page');
  await cdp.send('Target.createTarget', { url: 'about:blank', newWindow: true, width, height });
  const page = await next;
  await cdp.detach();
  return page;
}

export async function launchChromium(options: ChromiumOptions): Promise<ChromiumHost> {
  mkdirSync(options.profileDir, { recursive: true });
  const context = await launchContext(options);
  const [port = '', path = ''] = readFileSync(join(options.profileDir, 'DevToolsActivePort'), 'utf8').split(
    '\n',
  );
  const own = new Set<Page>();
  let firstPage = context.pages()[0];
  let opening: Promise<unknown> = Promise.resolve();
  let creating = false;
  await context.route('**/*', options.onRequest);
  context.on('page', (page) => {
    // The app's handler was asked when Chromium announced the window; child windows are not supported.
    if (!creating) page.close().catch(() => undefined);
  });

  const takePage = async (width: number, height: number): Promise<Page> => {
    const first = firstPage;
    firstPage = undefined;
    if (first && !first.isClosed()) return first;
    creating = true;
    try {
      return await (options.headless ? context.newPage() : openFurtherPage(context, width, height));
    } finally {
      creating = false;
    }
  };

  return {
    webSocketEndpoint: `ws://127.0.0.1:${port}${path}`,
    version: context.browser()?.version() ?? '',
    openPage(width, height) {
      const job = opening.then(async () => {
        const page = await takePage(width, height);
        own.add(page);
        page.on('close', () => own.delete(page));
        return { page, cdp: await context.newCDPSession(page) };
      });
      opening = job.catch(() => undefined);
      return job;
    },
    owns: (page) => own.has(page),
    close: () => context.close(),
  };
}
