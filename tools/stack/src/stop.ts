import { setTimeout as sleep } from 'node:timers/promises';
import { readJson } from './files';
import type { Layout } from './layout';
import { type MarkedProcess, findMarked, isAlive } from './machine/identity';
import type { Plan, ProcessKind } from './plan';
import { readState } from './state';

const POLL_MS = 100;
const NOTE_EVERY_MS = 5_000;
const STOP_WITHIN_MS = 30_000;
const STOP_ORDER: ProcessKind[] = ['app', 'gateway', 'server'];

/** Stops a stack in good order, and then whatever of it is still there. True if anything ran. */
export async function stopStack(layout: Layout, note: (line: string) => void): Promise<boolean> {
  const state = readState(layout.state);
  const ran = state !== undefined && isAlive(state.supervisor);
  if (ran) {
    process.kill(state.supervisor.pid, 'SIGTERM');
    await untilGone(layout, note);
  }
  return (await stopLeftovers(layout, note)) || ran;
}

/** Stops processes whose supervisor died. They are known by the mark in their environment, never by their pid alone. */
export async function stopLeftovers(layout: Layout, note: (line: string) => void): Promise<boolean> {
  const leftovers = findMarked(layout.home);
  if (leftovers.length === 0) return false;
  note(
    `Stopping what a supervisor that died left running: ${[...new Set(leftovers.map(({ name }) => name))].join(', ')}`,
  );
  const plan = readJson<Plan>(layout.plan);
  // The supervisor first, if it is the one still starting up: it would restart what we stop.
  await endAll(
    leftovers.filter(({ name }) => name === 'supervisor'),
    () => 'SIGTERM',
  );
  for (const kind of STOP_ORDER) {
    const specs = new Map(plan?.processes.filter((spec) => spec.kind === kind).map((spec) => [spec.name, spec]));
    const ofKind = findMarked(layout.home).filter(({ name, isLeader }) => isLeader && specs.has(name));
    await endAll(ofKind, ({ name }) => specs.get(name)?.stopSignal ?? 'SIGTERM');
  }
  await endAll(findMarked(layout.home), () => 'SIGKILL');
  return true;
}

async function untilGone(layout: Layout, note: (line: string) => void): Promise<void> {
  const begun = Date.now();
  let noted = begun;
  for (;;) {
    const state = readState(layout.state);
    if (!state || !isAlive(state.supervisor)) return;
    if (Date.now() - noted > NOTE_EVERY_MS) {
      noted = Date.now();
      const left = Object.entries(state.processes).filter(([, { status }]) => status !== 'stopped');
      note(`still stopping: ${left.map(([name]) => name).join(', ')} (${Math.round((noted - begun) / 1000)} s)`);
    }
    await sleep(POLL_MS);
  }
}

async function endAll(processes: MarkedProcess[], signalFor: (it: MarkedProcess) => NodeJS.Signals): Promise<void> {
  for (const it of processes) signal(it, signalFor(it));
  const deadline = Date.now() + STOP_WITHIN_MS;
  while (processes.some(isAlive) && Date.now() < deadline) await sleep(POLL_MS);
  for (const it of processes) signal(it, 'SIGKILL');
}

function signal(it: MarkedProcess, name: NodeJS.Signals): void {
  try {
    if (isAlive(it)) process.kill(it.pid, name);
  } catch {
    // It ended between the two lines.
  }
}
