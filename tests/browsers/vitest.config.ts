import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';

// `npm run test:browsers`: apart from the other tests, which need one browser and not three.
export default defineConfig({
  root: resolve(import.meta.dirname, '../..'),
  test: {
    name: 'browsers',
    include: ['tests/browsers/**/*.test.ts'],
    environment: 'node',
    globalSetup: ['./tests/browser/setup.ts'],
    // An engine that starts on a busy machine takes its time.
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
});
