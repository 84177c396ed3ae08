import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { removeStack } from '../../stack/src/commands/clean';
import { testServerSettings } from '../../stack/src/commands/servers';
import { Interrupted } from '../../stack/src/errors';
import { layoutOf, projectRoot } from '../../stack/src/layout';
import { withLock } from '../../stack/src/lock';
import { note, reportAndExit, say } from '../../stack/src/output';
import { mergeSettings } from '../../stack/src/settings';
import { type RunningStack, startStack } from '../../stack/src/stack';
import { TerminalWatcher } from '../../stack/src/terminal-watcher';
import { type JestOutcome, RUNS, runJest } from './jest';
import { closingLine, complaintAbout, totalsOf } from './summary';
import { tracingSettings } from './tracing';

/** So high that no test is held up; how limits work is tested where the limits are. */
const NO_RATE_LIMITS = {
  RATE_LIMIT_PER_MINUTE: '1000000',
  RATE_LIMIT_AI_PER_MINUTE: '1000000',
  RATE_LIMIT_LOGIN_PER_MINUTE: '1000000',
};

/** Starts a whole system of its own beside any other, runs all tests on it, and removes it, however that ends. */
async function main(): Promise<void> {
  const local = join(projectRoot(), '.local');
  await withLock(join(local, 'test.lock'), () => testAt(join(local, 'test')));
}

async function testAt(home: string): Promise<void> {
  const interruption = new Interruption();
  try {
    await removeStack(home); // what a run that was killed may have left
    const tracing = await tracingSettings();
    const settings = { ...testSettings(await startTestStack(home, tracing)), ...tracing };
    const outcomes = await runAll(settings, join(home, 'jest.json'), interruption.signal);
    interruption.signal.throwIfAborted();
    process.once('exit', conclude(outcomes));
    if (process.exitCode) keepLogs(home);
  } finally {
    note('Removing the test servers and their data ...');
    await removeStack(home);
    interruption.close();
  }
}

async function startTestStack(home: string, tracing: Record<string, string>): Promise<RunningStack> {
  const watcher = new TerminalWatcher();
  const settings = { ...mergeSettings({}, process.env), ...NO_RATE_LIMITS, ...tracing };
  try {
    return await startStack({ home, ports: 'free', apps: 'all', durable: false, settings, ownServers: true }, watcher);
  } finally {
    watcher.close();
  }
}

async function runAll(
  settings: Record<string, string>,
  reportPath: string,
  signal: AbortSignal,
): Promise<JestOutcome[]> {
  const outcomes: JestOutcome[] = [];
  for (const run of RUNS) {
    if (signal.aborted) break;
    say();
    note(`Running the tests: ${run.name}`);
    outcomes.push(await runJest(run, settings, reportPath, signal));
  }
  return outcomes;
}

/** How the tests find the system they run against. */
function testSettings(stack: RunningStack): Record<string, string> {
  return {
    ...testServerSettings(stack),
    TEST_STACK_STATE: stack.statePath,
    GATEWAY_URL: stack.state.urls.gateway ?? '',
    ADMIN_EMAIL: stack.admin.email,
    ADMIN_PASSWORD: stack.admin.password,
  };
}

/** The logs of a failed run survive the removal of its servers. */
function keepLogs(home: string): void {
  const kept = `${home}-logs`;
  rmSync(kept, { recursive: true, force: true });
  cpSync(layoutOf(home).logs, kept, { recursive: true });
  note(`The logs of this run are kept in ${kept}`);
}

/** Sets the exit code now; the closing line is printed at the very end, after everything is removed. */
function conclude(outcomes: JestOutcome[]): () => void {
  const totals = totalsOf(outcomes.map(({ report }) => report));
  const complaint = complaintAbout(
    totals,
    outcomes.every(({ succeeded }) => succeeded),
  );
  if (complaint) process.exitCode = 1;
  return () => {
    if (complaint) say(complaint);
    say(closingLine(totals));
  };
}

/** Ctrl-C, or a request to end, ends the tests but not the tidying up after them. */
class Interruption {
  private readonly controller = new AbortController();
  readonly signal = this.controller.signal;
  private readonly abort = (): void => this.controller.abort(new Interrupted());

  constructor() {
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, this.abort);
  }

  close(): void {
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.off(name, this.abort);
  }
}

main().catch(reportAndExit);
