import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the stand-in knows before the app's own code runs. */
export interface Boot {
  /** Absolute path of the folder whose package.json names the app's main module. */
  readonly appDir: string;
  readonly headless: boolean;
  readonly manifest: { readonly name?: string; readonly productName?: string; readonly version?: string };
}

/** `process.argv[1]` is the app's folder, as it is under Electron when an unpackaged app is started. */
export function readBoot(argv: readonly string[], env: NodeJS.ProcessEnv): Boot {
  const appDir = argv[1] ?? process.cwd();
  const asked = env['KELMU_HEADLESS'];
  const hasDisplay = process.platform !== 'linux' || !!env['DISPLAY'] || !!env['WAYLAND_DISPLAY'];
  return {
    appDir,
    headless: asked ? asked === '1' : !hasDisplay,
    manifest: JSON.parse(readFileSync(join(appDir, 'package.json'), 'utf8')) as Boot['manifest'],
  };
}
