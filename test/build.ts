import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { promisify } from 'node:util';

const root = resolve(import.meta.dirname, '..');

/**
 * Builds `dist/` before the tests, since some of them start the built program and the search worker. Types are not checked
 * here: `npm run types` says more about them, and a test run should not wait for them.
 */
export default async function build(): Promise<void> {
  // A report left over from an earlier run would speak for a run that never finished.
  const report = process.env.BROADSHEET_TEST_REPORT;
  if (report !== undefined) rmSync(report, { force: true });
  const compiler = resolve(root, 'node_modules/typescript/bin/tsc');
  await promisify(execFile)(process.execPath, [compiler, '-p', 'tsconfig.build.json', '--noCheck'], {
    cwd: root,
  }).catch((error: { readonly stdout?: string }) => {
    throw new Error(`dist/ cannot be built for the tests.\n${error.stdout ?? String(error)}`);
  });
}
