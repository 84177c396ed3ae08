import { type JestReport, closingLine, complaintAbout, totalsOf } from './summary';

const report = (numbers: Partial<JestReport>): JestReport => ({
  numPassedTests: 0,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  numRuntimeErrorTestSuites: 0,
  ...numbers,
});

describe('the closing line of make test', () => {
  it('adds all runs up', () => {
    const totals = totalsOf([report({ numPassedTests: 40 }), report({ numPassedTests: 2, numFailedTests: 1 })]);
    expect(closingLine(totals)).toBe('42 passed, 1 failed');
  });

  it('counts a suite that could not be loaded, and a run that crashed, as a failure', () => {
    expect(closingLine(totalsOf([report({ numPassedTests: 3, numRuntimeErrorTestSuites: 1 })]))).toBe(
      '3 passed, 1 failed',
    );
    expect(closingLine(totalsOf([report({ numPassedTests: 3 }), undefined]))).toBe('3 passed, 1 failed');
  });

  it('names skipped tests where there are any', () => {
    const totals = totalsOf([report({ numPassedTests: 3, numPendingTests: 1, numTodoTests: 1 })]);
    expect(closingLine(totals)).toBe('3 passed, 0 failed, 2 skipped');
  });
});

describe('the verdict of make test', () => {
  it('is a failure where no test ran', () => {
    expect(complaintAbout({ passed: 0, failed: 0, skipped: 4 }, true)).toBe('No test ran at all.');
  });

  it('is a failure where jest refused the run though every test passed', () => {
    expect(complaintAbout({ passed: 5, failed: 0, skipped: 0 }, false)).toContain('coverage');
  });

  it('is a success only where tests ran and all passed', () => {
    expect(complaintAbout({ passed: 5, failed: 0, skipped: 0 }, true)).toBeUndefined();
    expect(complaintAbout({ passed: 5, failed: 1, skipped: 0 }, false)).toContain('failed');
  });
});
