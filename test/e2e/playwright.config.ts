import { defineConfig } from '@playwright/test';

/** Two at a time: each test starts the program with a profile, a service, a keyboard and a clipboard of its own. */
// Playwright takes its configuration from a default export only.
const config = defineConfig({
  testDir: '.',
  // The folders' own settings map imports to declarations for the type check, which cannot be run.
  tsconfig: '../../tsconfig.json',
  outputDir: '../../test-results/e2e',
  workers: 2,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  use: { trace: 'off', video: 'off' },
});

export { config as default };
