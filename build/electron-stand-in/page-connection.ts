import { readFileSync } from 'node:fs';
import type { CDPSession, Page } from 'playwright-core';
import type { OpenedPage } from './chromium.ts';
import { CloneError, decode, encode } from './codec.ts';
import type { InjectedScripts } from './injected-scripts.ts';

const PRELOAD_WORLD = 'electron-preload';

export type PreloadMessage =
  | { readonly type: 'invoke'; readonly id: number; readonly channel: string; readonly args: unknown[] }
  | { readonly type: 'send'; readonly channel: string; readonly args: unknown[] }
  | { readonly type: 'input'; readonly input: object }
  | { readonly type: 'preload-error'; readonly message: string };

export interface PageConnection {
  readonly page: Page;
  readonly cdp: CDPSession;
  /** To the preload of the main frame; lost where there is none, as in Electron. */
  deliver(message: object): Promise<void>;
}

export interface PageListeners {
  onMessage(
    message: PreloadMessage,
    isMainFrame: boolean,
    reply: (message: object) => Promise<void>,
  ): Promise<void>;
  onWindowOpen(url: string, frameName: string): void;
}

/** Puts the preload into its isolated world and connects that world with the main process. */
export async function connectPage(
  { page, cdp }: OpenedPage,
  scripts: InjectedScripts,
  preloadPath: string | undefined,
  listeners: PageListeners,
): Promise<PageConnection> {
  await cdp.send('Page.enable');
  const mainFrameId = (await cdp.send('Page.getFrameTree')).frameTree.frame.id;
  const worlds = trackPreloadWorlds(cdp, mainFrameId);

  const deliverTo = async (world: number | undefined, message: object): Promise<void> => {
    if (world === undefined || page.isClosed()) return;
    const text = encodeMessage(message);
    try {
      await cdp.send('Runtime.callFunctionOn', {
        functionDeclaration: 'function (text) { globalThis.kelmuDeliver(text) }',
        arguments: [{ value: text }],
        executionContextId: world,
      });
    } catch (error) {
      // The document was left meanwhile.
      if (!/context|closed|Target/i.test(String(error)))
        console.error('Electron stand-in: message lost', error);
    }
  };

  cdp.on('Runtime.bindingCalled', ({ name, executionContextId, payload }) => {
    if (name !== 'kelmuSend') return;
    void listeners.onMessage(
      decode(payload) as PreloadMessage,
      worlds.isMainFrame(executionContextId),
      (answer) => deliverTo(executionContextId, answer),
    );
  });
  cdp.on('Page.windowOpen', ({ url, windowName }) => listeners.onWindowOpen(url, windowName));
  await cdp.send('Runtime.enable');
  await cdp.send('Runtime.addBinding', { name: 'kelmuSend', executionContextName: PRELOAD_WORLD });
  for (const script of preloadScripts(scripts, preloadPath)) {
    await cdp.send('Page.addScriptToEvaluateOnNewDocument', script);
  }
  return { page, cdp, deliver: (message) => deliverTo(worlds.main(), message) };
}

function preloadScripts(scripts: InjectedScripts, preloadPath: string | undefined) {
  const secret = JSON.stringify(crypto.randomUUID());
  const { platform, arch } = process;
  const preloadProcess = JSON.stringify({
    platform,
    arch,
    argv: [],
    versions: {},
    sandboxed: true,
    type: 'renderer',
  });
  const preload = preloadPath
    ? `function (require, module, exports, process) {${readFileSync(preloadPath, 'utf8')}\n}`
    : 'null';
  return [
    { source: `(function (KELMU_BRIDGE_SECRET) {${scripts.mainWorld}\n})(${secret})` },
    {
      worldName: PRELOAD_WORLD,
      source: `(function (KELMU_BRIDGE_SECRET, KELMU_PRELOAD, KELMU_PROCESS) {${scripts.preload}\n})(${secret}, ${preload}, ${preloadProcess})`,
    },
  ];
}

/** Which execution contexts are preload worlds, and of which frame. */
function trackPreloadWorlds(cdp: CDPSession, mainFrameId: string) {
  const frames = new Map<number, string>();
  cdp.on('Runtime.executionContextCreated', ({ context }) => {
    const { frameId = '' } = (context.auxData ?? {}) as { frameId?: string };
    if (context.name === PRELOAD_WORLD) frames.set(context.id, frameId);
  });
  cdp.on('Runtime.executionContextDestroyed', ({ executionContextId }) => frames.delete(executionContextId));
  cdp.on('Runtime.executionContextsCleared', () => frames.clear());
  const isMainFrame = (world: number): boolean => frames.get(world) === mainFrameId;
  return { isMainFrame, main: () => [...frames.keys()].findLast(isMainFrame) };
}

/** An answer that cannot be cloned becomes the error that Electron gives for it. */
function encodeMessage(message: object): string {
  try {
    return encode(message);
  } catch (error) {
    if (!(error instanceof CloneError)) throw error;
    return encode({ ...message, ok: false, value: error });
  }
}
