import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** The real stack: virtual card, pcscd, OpenSC. To be run inside test/virtual-card/with-reader.sh. */
const config = defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    include: ['test/card/**/*.test.ts'],
    // One pair of readers for all.
    fileParallelism: false,
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});

export { config as default };
