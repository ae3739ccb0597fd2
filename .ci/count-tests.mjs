// node count-tests.mjs <report> <status>
//
// Prints what vitest's JSON report counts, as `N passed, N failed[, N skipped]`, and exits with the status, so that the two
// always agree: a check that failed beside the tests, a test file that could not be loaded and a run without any test each
// count as a failure.
import { readFileSync } from 'node:fs';

const [reportPath = '', givenStatus = '1'] = process.argv.slice(2);
const none = { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, testResults: [] };

function readReport() {
  try {
    return { ...none, ...JSON.parse(readFileSync(reportPath, 'utf8')) };
  } catch {
    return none;
  }
}

const report = readReport();
const isUnloaded = ({ status, assertionResults }) =>
  status === 'failed' && !assertionResults.some((result) => result.status === 'failed');
const passed = report.numPassedTests;
const skipped = report.numPendingTests + report.numTodoTests;
const failedTests = report.numFailedTests + report.testResults.filter(isUnloaded).length;
const isFailure = givenStatus !== '0' || passed === 0;
const failed = Math.max(failedTests, isFailure ? 1 : 0);

process.stdout.write(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`);
process.exitCode = Number(givenStatus) || Math.min(failed, 1);
