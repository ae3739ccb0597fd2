import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'broadsheet-ci-'));
const script = resolve(import.meta.dirname, '../.ci/count-tests.mjs');
afterAll(() => rmSync(folder, { recursive: true }));

function counted(report: unknown, status: number): { readonly line: string; readonly exit: number | null } {
  const path = join(folder, 'report.json');
  if (report === undefined) rmSync(path, { force: true });
  else writeFileSync(path, typeof report === 'string' ? report : JSON.stringify(report));
  const run = spawnSync(process.execPath, [script, path, String(status)], { encoding: 'utf8' });
  return { line: run.stdout, exit: run.status };
}

const report = (counts: Readonly<Record<string, number>>, testResults: readonly unknown[] = []) => ({
  numPassedTests: 0,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  ...counts,
  testResults,
});

describe('the last line of a check', () => {
  test('counts what passed', () => {
    expect(counted(report({ numPassedTests: 412 }), 0)).toEqual({ line: '412 passed, 0 failed\n', exit: 0 });
  });

  test('names skipped tests only when there are any', () => {
    const skipping = report({ numPassedTests: 3, numPendingTests: 1, numTodoTests: 1 });
    expect(counted(skipping, 0)).toEqual({ line: '3 passed, 0 failed, 2 skipped\n', exit: 0 });
  });

  test('counts failed tests and keeps the exit code', () => {
    const failing = report({ numPassedTests: 3, numFailedTests: 2 });
    expect(counted(failing, 1)).toEqual({ line: '3 passed, 2 failed\n', exit: 1 });
  });

  test('counts a failed step that is no test as one failure', () => {
    expect(counted(report({ numPassedTests: 3 }), 2)).toEqual({ line: '3 passed, 1 failed\n', exit: 2 });
  });

  test('counts a test file that could not be loaded', () => {
    const unloaded = [{ status: 'failed', assertionResults: [] }];
    expect(counted(report({ numPassedTests: 3 }, unloaded), 1)).toEqual({ line: '3 passed, 1 failed\n', exit: 1 });
  });

  test('is a failure when failed tests were reported with a good status', () => {
    expect(counted(report({ numPassedTests: 3, numFailedTests: 2 }), 0).exit).toBe(1);
  });

  test.each([
    ['no report', undefined],
    ['a report that was cut off', '{"numPassedTests": 3'],
    ['a run without any test', report({})],
  ])('is a failure after %s', (_, found) => {
    expect(counted(found, 0)).toEqual({ line: '0 passed, 1 failed\n', exit: 1 });
  });
});
