/** The part of jest's JSON report that counts. */
export interface JestReport {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  /** Suites that could not be loaded: none of their tests ran, so none of them was counted. */
  numRuntimeErrorTestSuites: number;
}

export interface Totals {
  passed: number;
  failed: number;
  skipped: number;
}

/** Adds the runs up. A run without a report has crashed, which is a failure. */
export function totalsOf(reports: (JestReport | undefined)[]): Totals {
  return reports.reduce<Totals>(
    (sum, report) => ({
      passed: sum.passed + (report?.numPassedTests ?? 0),
      failed: sum.failed + (report ? report.numFailedTests + report.numRuntimeErrorTestSuites : 1),
      skipped: sum.skipped + (report ? report.numPendingTests + report.numTodoTests : 0),
    }),
    { passed: 0, failed: 0, skipped: 0 },
  );
}

/** The closing line that other tools read; it stands alone on its line. */
export function closingLine({ passed, failed, skipped }: Totals): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/** Why a run whose numbers look like this is not a success, or undefined. */
export function complaintAbout(totals: Totals, jestSucceeded: boolean): string | undefined {
  if (totals.passed + totals.failed === 0) return 'No test ran at all.';
  if (totals.failed > 0) return 'Some tests failed; their messages are above.';
  return jestSucceeded
    ? undefined
    : 'The tests passed, but jest refused the run (coverage below its threshold?); see above.';
}
