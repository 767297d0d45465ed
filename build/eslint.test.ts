import { join } from 'node:path';
import { ESLint } from 'eslint';
import { describe, expect, it } from 'vitest';
import { importFault } from './import-rules.ts';
import { repository } from './repository.ts';

/** The rule reads paths alone, so the files need not exist. */
const faultOf = (file: string, specifier: string, typeOnly = false): string | undefined =>
  importFault({ file, specifier, typeOnly });

describe('imports against the architecture', () => {
  it.each([
    ['shared/ipc/a.ts', 'node:fs'],
    ['shared/ipc/a.ts', 'electron'],
    ['shared/ipc/a.ts', 'axios'],
    ['shared/ipc/a.ts', '../../src-main/files.ts'],
    ['shared/domain/a.ts', 'zod'],
    ['src-main/session/a.ts', 'electron'],
    ['src-main/session/a.test.ts', 'electron'],
    ['src-main/session/a.ts', '../electron/window.ts'],
    ['src-main/session/a.test.ts', '../electron/window.ts'],
    ['src-main/training-service/a.ts', '../electron/window.ts'],
    ['src-main/session/a.ts', '../cache/cache-store.ts'],
    ['src-main/session/a.ts', '../card/card.ts'],
    ['src-main/session/a.ts', '../main.ts'],
    ['src-main/handlers.ts', './cache/cache-store.ts'],
    ['src-main/handlers.ts', './electron/window.ts'],
    ['src-main/session/a.ts', '../../src-renderer/ui/a.ts'],
    ['src-main/training-service/a.ts', '../session/session.ts'],
    ['src-main/training-service/a.ts', '../clock.ts'],
    ['src-renderer/ui/a.ts', '../features/client/index.ts'],
    ['src-renderer/ui/Button.svelte', '../platform/calls.ts'],
    ['src-renderer/features/claims/a.ts', '../client/client-view.svelte.ts'],
    ['src-renderer/features/claims/a.ts', '../../app/router.ts'],
    ['src-renderer/features/claims/a.ts', 'node:fs'],
    ['src-renderer/features/claims/a.ts', 'electron'],
    ['src-renderer/features/claims/a.ts', 'zod'],
    ['src-renderer/app/a.ts', '../../src-main/files.ts'],
  ])('%s must not import %s', (file, specifier) => {
    expect(faultOf(file, specifier)).toEqual(expect.any(String));
  });

  it("does not let a type-only import into another capability's inside", () => {
    expect(faultOf('src-main/session/a.ts', '../cache/cache-store.ts', true)).toEqual(expect.any(String));
    expect(faultOf('shared/domain/a.ts', 'zod', true)).toEqual(expect.any(String));
  });

  it.each([
    ['shared/ipc/a.ts', 'zod'],
    ['shared/ipc/a.ts', '../domain/dates.ts'],
    ['src-main/main.ts', 'electron'],
    ['src-main/main.ts', './electron/window.ts'],
    ['src-main/preload.ts', 'electron'],
    ['src-main/electron/window.ts', '../session/session.ts'],
    ['src-main/electron/window.ts', 'electron'],
    ['src-main/handlers.ts', './clients/clients.ts'],
    ['src-main/clients/a.ts', '../backend/backend.ts'],
    ['src-main/clients/a.ts', '../session/session.ts'],
    ['src-main/lists/a.ts', '../cache/cache.ts'],
    ['src-main/card/a.ts', '../helper-process/request-channel.ts'],
    ['src-main/clients/a.ts', '../../shared/domain/dates.ts'],
    ['src-main/training-service/a.ts', '../../shared/domain/dates.ts'],
    ['src-main/training-service/a/b.ts', '../problem.ts'],
    ['src-renderer/features/claims/a.ts', '../client/index.ts'],
    ['src-renderer/features/claims/a.ts', '../../ui/form-field.ts'],
    ['src-renderer/features/claims/a.ts', '../../platform/calls.ts'],
    ['src-renderer/ui/a.ts', '../../shared/domain/money.ts'],
  ])('%s may import %s', (file, specifier) => {
    expect(faultOf(file, specifier)).toBeUndefined();
  });

  it('allows types of a schema library in the renderer and public types of other capabilities', () => {
    expect(faultOf('src-renderer/features/claims/a.ts', 'zod', true)).toBeUndefined();
    expect(faultOf('src-main/session/a.ts', '../card/card-types.ts', true)).toBeUndefined();
  });
});

describe('the ESLint configuration', () => {
  // Rules that read types need a file that TypeScript knows; the rules under test here read text.
  const eslint = new ESLint({
    cwd: repository,
    overrideConfig: {
      languageOptions: { parserOptions: { project: null } },
      rules: {
        '@typescript-eslint/no-floating-promises': 'off',
        '@typescript-eslint/no-misused-promises': 'off',
        '@typescript-eslint/await-thenable': 'off',
        '@typescript-eslint/switch-exhaustiveness-check': 'off',
      },
    },
  });
  const rulesBrokenBy = async (file: string, code: string): Promise<readonly (string | null)[]> => {
    const [result] = await eslint.lintText(code, { filePath: join(repository, file) });
    return (result?.messages ?? []).map((message) => message.ruleId ?? message.message);
  };

  it.each([
    ['kelmu/imports', 'shared/ipc/a.ts', "import 'node:fs';"],
    ['kelmu/imports', 'shared/domain/a.ts', "export * from 'zod';"],
    ['kelmu/imports', 'src-main/session/a.ts', "export const load = () => import('electron');"],
    ['kelmu/imports', 'src-main/session/a.ts', "export { open } from '../cache/cache-store.ts';"],
    [
      'kelmu/imports',
      'src-renderer/ui/A.svelte',
      '<script lang="ts">import "../platform/calls.ts";</script>',
    ],
    ['no-console', 'src-main/session/a.ts', "console.log('x');"],
    ['no-console', 'src-renderer/ui/A.svelte', '<script lang="ts">console.log(\'x\');</script>'],
    ['no-restricted-syntax', 'shared/domain/a.ts', 'export default 1;'],
    ['no-restricted-syntax', 'src-main/session/a.ts', 'export let open = 1;'],
    ['no-restricted-syntax', 'src-main/preload.ts', "ipcRenderer.sendSync('x');"],
    ['no-restricted-syntax', 'src-renderer/ui/a.ts', 'webUtils.getPathForFile(file);'],
    ['no-restricted-syntax', 'src-renderer/ui/a.ts', "if (location.origin === 'x') run();"],
    [
      'no-restricted-syntax',
      'src-renderer/ui/A.svelte',
      '<script lang="ts">run(window.location.origin);</script>',
    ],
    ['svelte/no-at-html-tags', 'src-renderer/ui/A.svelte', "{@html '<b>x</b>'}"],
    ['max-lines', 'src-main/session/a.ts', 'run();\n'.repeat(401)],
    ['max-lines-per-function', 'src-main/session/a.ts', `run(() => {\n${'run();\n'.repeat(60)}});`],
    ['@typescript-eslint/no-explicit-any', 'src-main/session/a.ts', 'export const run = (x: any) => x;'],
    ['@typescript-eslint/ban-ts-comment', 'src-main/session/a.ts', '// @ts-ignore\nrun();'],
  ])('%s is kept in %s', async (rule, file, code) => {
    expect(await rulesBrokenBy(file, code)).toContain(rule);
  });

  it('lets tests have long callbacks and says nothing about sound code', async () => {
    expect(
      await rulesBrokenBy('src-main/session/a.test.ts', `run(() => {\n${'run();\n'.repeat(90)}});`),
    ).toEqual([]);
    const sound =
      "import type { Result } from '../../shared/domain/result.ts';\nexport type Answer = Result<1, never>;";
    expect(await rulesBrokenBy('src-main/session/a.ts', sound)).toEqual([]);
  });
});
