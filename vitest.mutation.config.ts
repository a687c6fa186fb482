import { defineConfig } from 'vitest/config';

/** For `npm run mutation`: the tests of what is pure, with the same chance every time. */
export default defineConfig({
  test: {
    include: ['test/unit/core/**/*.test.ts', 'test/property/**/*.test.ts'],
    isolate: false,
    setupFiles: ['test/support/same-chance.ts'],
  },
});
