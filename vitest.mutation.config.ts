import { defineConfig } from 'vitest/config';

/** For `npm run mutation`: the tests of what is pure, with the same chance every time. */
export default defineConfig({
  test: {
    include: ['test/unit/core/**/*.test.ts', 'test/property/**/*.test.ts'],
    isolate: false,
    // Changed code counts what runs through it, and two tests run side by side: a law takes its time.
    testTimeout: 60_000,
    setupFiles: ['test/support/same-chance.ts'],
  },
});
