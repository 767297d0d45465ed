/** Vitest: `vitest run --config build/vitest.config.ts [--project NAME] [PATH]`; one project a suite. */
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';
import { compileMessages } from './messages.ts';
import { repository } from './repository.ts';

/** Files of a worker share what they import: modules keep no state that a test could leave behind. */
const sharesModules = { isolate: false };

const onNode = (name: string, folders: string): TestProjectInlineConfiguration => ({
  test: {
    ...sharesModules,
    name,
    include: [`${folders}/**/*.test.ts`],
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});

/** Suites that share a device, or kill and start programs again, run one file after another. */
const oneByOne = (name: string, folders: string): TestProjectInlineConfiguration => ({
  test: { ...onNode(name, folders).test, fileParallelism: false },
});

const inBrowserConditions: TestProjectInlineConfiguration = {
  plugins: [svelte({ configFile: false })],
  resolve: { conditions: ['browser'] },
  test: {
    ...sharesModules,
    name: 'renderer',
    include: ['src-renderer/**/*.test.ts'],
    environment: 'happy-dom',
    setupFiles: ['build/renderer-test-setup.ts'],
  },
};

const config = defineConfig(async () => {
  compileMessages();
  return {
    root: repository,
    test: {
      maxWorkers: '100%',
      projects: [
        onNode('unit', '{shared,src-main,build}'),
        inBrowserConditions,
        onNode('service', 'test/service'),
        oneByOne('keychain', 'test/main'),
        oneByOne('card', 'test/card'),
        oneByOne('windows', 'test/windows'),
        oneByOne('abuse', 'test/abuse'),
      ],
    },
  };
});

export { config as default };
