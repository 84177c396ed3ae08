import { eventually } from '@tradewind/testing';
import { existsSync, readFileSync } from 'node:fs';
import * as containers from '../../tools/stack/src/docker/commands';
import { containersOf, isReady } from '../../tools/stack/src/docker/containers';
import { run } from '../../tools/stack/src/docker/run';
import { isAlive } from '../../tools/stack/src/machine/identity';
import { GATEWAY, SERVICES } from '../../tools/stack/src/services';
import { isInContainers } from '../../tools/stack/src/state';
import { stackState } from './environment';

const READY_WITHIN_MS = 120_000;
const LOOK_EVERY_MS = 100;

/** What is known of a process, or of a container, by its name. */
interface Running {
  readonly isReady: boolean;
  readonly status: string;
  readonly restarts: number;
  readonly pid?: number;
  readonly startTime?: string;
}

/**
 * Ends a process of the system under test, with whatever it has started, as a power cut would: no signal that it could
 * hear, nothing tidied up.
 */
export function killHard(name: string): void {
  const { pid, startTime } = running()[name] ?? {};
  if (isInContainers(stackState()) && pid) return containers.killHard(pid);
  if (pid === undefined || startTime === undefined || !isAlive({ pid, startTime })) {
    throw new Error(`${name} does not run, so it cannot be killed`);
  }
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
  for (const victim of [pid, ...children]) killOne(victim);
}

function killOne(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // A child may have ended with its parent.
  }
}

function running(): Record<string, Running> {
  const state = stackState();
  if (!isInContainers(state)) {
    const processes = Object.entries(state.processes);
    return Object.fromEntries(processes.map(([name, it]) => [name, { ...it, isReady: it.status === 'ready' }]));
  }
  const all = containersOf(state.project).filter(({ status }) => status !== 'exited');
  return Object.fromEntries(
    all.map((it) => [it.service, { ...it, isReady: isReady(it), status: it.health ?? it.status }]),
  );
}

/** How often each process has been started again after an unexpected end. */
export function restarts(): Record<string, number> {
  return Object.fromEntries(Object.entries(running()).map(([name, it]) => [name, it.restarts]));
}

/** Waits until everything runs and the killed process has been started again since `before`. */
export async function restarted(name: string, before: Record<string, number>): Promise<void> {
  const look = (): void => {
    expect(restarts()[name]).toBeGreaterThan(before[name] ?? 0);
    expectAllReady();
  };
  await eventually(look, READY_WITHIN_MS, LOOK_EVERY_MS);
}

export function allReady(): Promise<void> {
  return eventually(expectAllReady, READY_WITHIN_MS, LOOK_EVERY_MS);
}

function expectAllReady(): void {
  const notReady = Object.entries(running()).filter(([, { isReady: ready }]) => !ready);
  expect(notReady.map(([name, { status }]) => `${name} is ${status}`)).toEqual([]);
}

/** All that the gateway and the services have written since they were started. */
export function logsOfApps(): string[] {
  const state = stackState();
  if (!isInContainers(state)) {
    const apps = Object.values(state.processes).filter(({ kind }) => kind !== 'server');
    return apps.flatMap(({ log }) => (existsSync(log) ? [readFileSync(log, 'utf8')] : []));
  }
  const names = new Set<string>([GATEWAY.name, ...SERVICES.map(({ name }) => name)]);
  const apps = containersOf(state.project).filter(({ service }) => names.has(service));
  return apps.map(({ id }) => run(['docker', 'logs', id]).stdout);
}
