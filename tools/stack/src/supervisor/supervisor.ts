import { messageOf } from '../errors';
import { readJson } from '../files';
import { layoutOf } from '../layout';
import { identify } from '../machine/identity';
import type { Plan, ProcessKind, ProcessSpec } from '../plan';
import { createDatabases } from '../servers/databases';
import { type Failure, type StackState, writeState } from '../state';
import { Child } from './child';

/** Apps drain first, while what they need still answers. */
const STOP_ORDER: ProcessKind[] = ['app', 'gateway', 'server'];

/** Runs a plan: starts its processes, keeps them alive, stops them. Says how it goes in the state file only. */
export class Supervisor {
  private readonly children = new Map<string, Child>();
  private readonly state: StackState;
  private plan: Plan;
  private work: Promise<void> = Promise.resolve();
  private stopping = false;

  constructor(private readonly planPath: string) {
    this.plan = this.readPlan();
    const supervisor = identify(process.pid);
    if (!supervisor) throw new Error('The supervisor needs /proc');
    const { home, generation, ports, urls } = this.plan;
    this.state = { home, supervisor, generation, phase: 'starting', ports, urls, processes: {} };
  }

  /** Starts everything. On failure everything is stopped again and the state says why. */
  async run(): Promise<boolean> {
    const failure = await this.apply();
    if (!failure) {
      this.publish({ phase: 'ready' });
      return true;
    }
    if (this.stopping) return false;
    this.publish({ phase: 'stopping', failure });
    await this.stopAll();
    this.publish({ phase: 'failed', failure });
    return false;
  }

  /** Reads the plan again: starts what is missing, restarts what has changed, leaves the rest alone. */
  reload(): void {
    this.work = this.work.then(async () => {
      if (this.stopping) return;
      this.plan = this.readPlan();
      const { generation, ports, urls } = this.plan;
      this.publish({ phase: 'starting', generation, ports, urls, failure: undefined });
      const failure = await this.apply();
      this.publish({ phase: 'ready', failure });
    });
  }

  async stop(): Promise<void> {
    if (this.stopping) return;
    this.stopping = true;
    this.publish({ phase: 'stopping' });
    await this.stopAll();
    this.publish({ phase: 'stopped' });
  }

  private async apply(): Promise<Failure | undefined> {
    try {
      await this.stopOutdated();
      await this.startAll(this.plan.processes.filter(({ kind }) => kind === 'server'));
      if (this.plan.databases) await createDatabases(this.plan.databases);
      await this.startAll(this.plan.processes.filter(({ kind }) => kind !== 'server'));
      return undefined;
    } catch (error) {
      return error instanceof StartFailure ? error.failure : { message: messageOf(error) };
    }
  }

  private async stopOutdated(): Promise<void> {
    const wanted = new Map(this.plan.processes.map((spec) => [spec.name, spec.fingerprint]));
    const outdated = [...this.children.values()].filter(({ spec }) => wanted.get(spec.name) !== spec.fingerprint);
    await Promise.all(outdated.map((child) => this.remove(child)));
  }

  private async startAll(specs: ProcessSpec[]): Promise<void> {
    const missing = specs.filter(({ name }) => this.children.get(name)?.state.status !== 'ready');
    await Promise.all(missing.map((spec) => this.start(spec)));
  }

  private async start(spec: ProcessSpec): Promise<void> {
    const previous = this.children.get(spec.name);
    if (previous) await this.remove(previous);
    if (this.stopping) throw new Error('Stopped during the start');
    const child = new Child(spec, () => this.publish({}));
    this.children.set(spec.name, child);
    await child.start().catch((error: unknown) => {
      throw new StartFailure({ process: spec.name, message: messageOf(error), log: spec.log });
    });
  }

  private async remove(child: Child): Promise<void> {
    await child.stop();
    this.children.delete(child.spec.name);
    this.publish({});
  }

  private async stopAll(): Promise<void> {
    for (const kind of STOP_ORDER) {
      const ofKind = [...this.children.values()].filter(({ spec }) => spec.kind === kind);
      await Promise.all(ofKind.map((child) => child.stop()));
    }
  }

  private readPlan(): Plan {
    const plan = readJson<Plan>(this.planPath);
    if (!plan) throw new Error(`No plan at ${this.planPath}`);
    return plan;
  }

  private publish(news: Partial<StackState>): void {
    const known = this.plan.processes.flatMap(({ name }) => this.children.get(name) ?? []);
    const processes = Object.fromEntries(known.map((child) => [child.spec.name, child.state]));
    Object.assign(this.state, news, { processes });
    writeState(layoutOf(this.plan.home).state, this.state);
  }
}

class StartFailure extends Error {
  constructor(readonly failure: Failure) {
    super(failure.message);
  }
}
