// What scripts/test-lambda.ts runs; `npm test` does not.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/lambda/**/*.lambda.ts'],
    pool: 'forks',
    maxWorkers: 1,
    testTimeout: 300_000,
    hookTimeout: 60_000,
  },
});
