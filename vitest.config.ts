import { defineConfig } from 'vitest/config';

/** Where a machine-readable report goes beside the printed one, for `.ci/run`. */
const report = process.env.BROADSHEET_TEST_REPORT;

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/build.ts'],
    testTimeout: 30_000,
    pool: 'forks',
    ...(report !== undefined && { reporters: ['default', 'json'], outputFile: { json: report } }),
  },
});
