import type { CDPSession } from 'playwright-core';

export type PermissionRequestHandler = (
  webContents: unknown,
  permission: string,
  callback: (granted: boolean) => void,
  details: PermissionDetails,
) => void;
export type PermissionCheckHandler = (
  webContents: unknown,
  permission: string,
  requestingOrigin: string,
  details: PermissionDetails,
) => boolean;

interface PermissionDetails {
  readonly isMainFrame: boolean;
  readonly requestingUrl: string;
  readonly mediaTypes?: string[];
  readonly mediaType?: string;
}

/** Electron's name, its media type, and the name that DevTools uses. */
const PERMISSIONS: readonly (readonly [name: string, media: string | undefined, devTools: string])[] = [
  ['geolocation', undefined, 'geolocation'],
  ['notifications', undefined, 'notifications'],
  ['midi', undefined, 'midi'],
  ['clipboard-read', undefined, 'clipboard-read'],
  ['clipboard-sanitized-write', undefined, 'clipboard-write'],
  ['idle-detection', undefined, 'idle-detection'],
  ['window-management', undefined, 'window-management'],
  ['display-capture', undefined, 'display-capture'],
  ['media', 'audio', 'microphone'],
  ['media', 'video', 'camera'],
];

export interface PermissionHandlers {
  readonly request: PermissionRequestHandler | null;
  readonly check: PermissionCheckHandler | null;
}

/**
 * DevTools takes settings, not handlers: the handlers are asked once per permission and their answers are set.
 * Without handlers Electron grants, so this does too.
 */
export async function applyPermissions(
  cdp: CDPSession,
  webContents: { getURL(): string },
  handlers: PermissionHandlers,
): Promise<void> {
  for (const [permission, media, devToolsName] of PERMISSIONS) {
    const details: PermissionDetails = {
      isMainFrame: true,
      requestingUrl: webContents.getURL(),
      ...(media ? { mediaTypes: [media], mediaType: media } : {}),
    };
    const checked = handlers.check?.(webContents, permission, '', details) ?? true;
    // The request handler may keep a record, so it is not asked for what the check has refused already.
    const granted =
      checked &&
      (await new Promise<boolean>((answer) =>
        handlers.request ? handlers.request(webContents, permission, answer, details) : answer(true),
      ));
    await cdp.send('Browser.setPermission', {
      permission: { name: devToolsName },
      setting: granted ? 'granted' : 'denied',
    });
  }
}
