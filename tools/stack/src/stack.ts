import { spawn } from 'node:child_process';
import { mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { adminOf } from './app-env';
import { writeJson } from './files';
import { type Layout, layoutOf } from './layout';
import { withLock } from './lock';
import { HOME_MARK, NAME_MARK, isAlive } from './machine/identity';
import { type StackWish, makePlan } from './make-plan';
import { loadSecrets } from './secrets';
import { chooseServers, ensureInstalled } from './servers/servers';
import { type StackState, readState } from './state';
import { stopLeftovers, stopStack } from './stop';
import { type Watcher, awaitPlan } from './watch';

/** A started stack, as its caller needs it. */
export interface RunningStack {
  state: StackState;
  statePath: string;
  admin: { email: string; password: string };
  /** True if this call started the supervisor; false if it ran already. */
  startedHere: boolean;
}

/**
 * Starts a stack, or completes one that runs: what is missing is started, what has changed is restarted.
 *
 *     const stack = await startStack({ home: '.local/test', ports: 'free', apps: 'all', durable: false, settings }, watcher);
 */
export async function startStack(wish: StackWish, watcher: Watcher): Promise<RunningStack> {
  const layout = layoutOf(wish.home);
  return withLock(layout.lock, () => startLocked(wish, layout, watcher));
}

async function startLocked(wish: StackWish, layout: Layout, watcher: Watcher): Promise<RunningStack> {
  const choice = wish.ownServers ? {} : chooseServers(wish.settings);
  await ensureInstalled(choice, watcher.note);
  watcher.throwIfInterrupted();
  const running = await runningState(layout, watcher);
  const plan = await makePlan({ wish, layout, choice, runningPorts: running?.ports }, watcher.note);
  writeJson(layout.plan, plan);
  if (running) process.kill(running.supervisor.pid, 'SIGHUP');
  else launchSupervisor(layout);
  watcher.started(!running);
  const state = await awaitPlan(layout, plan, watcher);
  const admin = adminOf(wish.settings, loadSecrets(layout.secrets, []));
  return { state, statePath: layout.state, admin, startedHere: !running };
}

/** The state of a supervisor that can take a new plan. One on its way out is waited for, leftovers of a dead one are stopped. */
async function runningState(layout: Layout, watcher: Watcher): Promise<StackState | undefined> {
  const state = readState(layout.state);
  const alive = state !== undefined && isAlive(state.supervisor);
  if (alive && (state.phase === 'ready' || state.phase === 'starting')) return state;
  if (alive) await stopStack(layout, watcher.note);
  await stopLeftovers(layout, watcher.note);
  return undefined;
}

function launchSupervisor(layout: Layout): void {
  mkdirSync(layout.logs, { recursive: true });
  const log = openSync(join(layout.logs, 'supervisor.log'), 'a', 0o600);
  const child = spawn(process.execPath, [join(__dirname, 'supervisor/main.js'), layout.plan], {
    detached: true,
    stdio: ['ignore', log, log],
    cwd: layout.home,
    env: { ...process.env, [HOME_MARK]: layout.home, [NAME_MARK]: 'supervisor' },
  });
  child.unref();
}
