import { spawnSync } from 'node:child_process';
import { StackError } from '../errors';
import { readJson } from '../files';
import { type Layout, layoutOf } from '../layout';
import { withLock } from '../lock';
import { isAlive } from '../machine/identity';
import { done, note } from '../output';
import type { Plan } from '../plan';
import { runningState } from '../running';
import { GATEWAY } from '../services';
import type { StackState } from '../state';

/** For a native system. An outside issuer's keys are fetched on the way. */
export async function reloadGateway(home: string): Promise<void> {
  const layout = layoutOf(home);
  const warnings = await withLock(layout.lock, () => Promise.resolve(reloadGatewayOf(layout, runningState(layout))));
  tellReloaded(warnings);
}

export function tellReloaded(warnings: string): void {
  for (const warning of warnings.split('\n').filter(Boolean)) note(warning);
  done('The gateway has its file anew.');
}

/** Renders the gateway's file as before each of its starts, and has it read; answers what the renderer warns of. */
export function reloadGatewayOf({ plan: path }: Layout, { processes }: StackState): string {
  const renderer = readJson<Plan>(path)?.processes.find(({ name }) => name === GATEWAY.name)?.prepare;
  const { pid, startTime } = processes[GATEWAY.name] ?? {};
  if (!renderer || pid === undefined || startTime === undefined || !isAlive({ pid, startTime }))
    throw new StackError('the gateway does not run');
  const { command, args, cwd, env } = renderer;
  const { status, stderr } = spawnSync(command, args, { cwd, env, encoding: 'utf8' });
  if (status !== 0) throw new StackError(stderr.trim());
  process.kill(pid, 'SIGHUP');
  return stderr;
}
