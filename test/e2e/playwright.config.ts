import { defineConfig } from '@playwright/test';

/** One after another: each test starts the program, and a machine has one screen reader, keyboard and clipboard. */
// Playwright takes its configuration from a default export only.
const config = defineConfig({
  testDir: '.',
  // The folders' own settings map imports to declarations for the type check, which cannot be run.
  tsconfig: '../../tsconfig.json',
  outputDir: '../../test-results/e2e',
  workers: 1,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  use: { trace: 'off', video: 'off' },
});

export { config as default };
