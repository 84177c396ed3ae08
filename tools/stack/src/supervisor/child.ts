import { setTimeout as sleep } from 'node:timers/promises';
import type { ProcessSpec } from '../plan';
import type { ProcessState, ProcessStatus } from '../state';
import { Backoff } from './backoff';
import { type Launched, launch, runPreparation } from './launch';
import { untilReady } from './readiness';

/** Keeps one process of the plan alive until it is told to stop. */
export class Child {
  readonly state: ProcessState;
  private readonly backoff = new Backoff();
  private readonly stopping = new AbortController();
  private running?: Launched;
  private keeper: Promise<void> = Promise.resolve();

  constructor(
    readonly spec: ProcessSpec,
    private readonly changed: () => void,
  ) {
    const { kind, port, url, log, fingerprint } = spec;
    this.state = { kind, status: 'waiting', port, url, log, restarts: 0, fingerprint };
  }

  /** Resolves when it is ready; rejects, with nothing left running, if it ends or takes too long instead. */
  async start(): Promise<void> {
    try {
      await this.launchOnce('starting');
    } catch (error) {
      this.abandon();
      throw error;
    }
    this.keeper = this.keepAlive();
  }

  /** Asks it to end, waits, and insists when its time is over. */
  async stop(): Promise<void> {
    if (this.state.status === 'waiting' || this.state.status === 'stopped') return;
    this.note({ status: 'stopping' });
    this.stopping.abort();
    this.running?.signal(this.spec.stopSignal);
    const insist = setTimeout(() => this.running?.kill(), this.spec.stopWithinMs);
    await this.running?.exited;
    await this.keeper;
    clearTimeout(insist);
    this.note({ status: 'stopped', pid: undefined, startTime: undefined });
  }

  private async launchOnce(status: ProcessStatus): Promise<void> {
    const { spec, stopping } = this;
    const begun = Date.now();
    this.note({ status, startedAt: new Date(begun).toISOString() });
    const failed = await runPreparation(spec, stopping.signal);
    stopping.signal.throwIfAborted();
    if (failed) throw new Error(`${spec.name} did not start: ${failed}`);
    this.running = launch(spec.run, spec.log);
    this.note({ ...this.running.identity });
    await this.readyOrEnded(this.running);
    this.note({ status: 'ready', readyAfterMs: Date.now() - begun });
  }

  private async readyOrEnded(process: Launched): Promise<void> {
    const { spec } = this;
    const waiting = new AbortController();
    const signal = AbortSignal.any([waiting.signal, this.stopping.signal]);
    // AbortSignal.timeout would be garbage inside AbortSignal.any: collected, it never fires.
    const patience = setTimeout(() => waiting.abort(), spec.readyWithinMs);
    const ready = untilReady(spec.ready, signal).then(() => undefined);
    const end = await Promise.race([ready, process.exited])
      .catch(() => {
        throw new Error(`${spec.name} was not ready within ${spec.readyWithinMs / 1000} s`);
      })
      .finally(() => clearTimeout(patience));
    waiting.abort();
    ready.catch(() => undefined);
    if (end !== undefined) throw new Error(`${spec.name} ended with ${end} before it was ready`);
  }

  private async keepAlive(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      const lastExit = await this.running?.exited;
      if (signal.aborted) return;
      this.note({ status: 'restarting', lastExit, restarts: this.state.restarts + 1, pid: undefined });
      await sleep(this.backoff.after(this.aliveForMs()), undefined, { signal }).catch(() => undefined);
      if (!signal.aborted) await this.launchOnce('restarting').catch(() => this.abandon());
    }
  }

  /** Ends a run that did not become ready. While stopping that is not for us to do: it has been asked to end in peace. */
  private abandon(): void {
    if (this.stopping.signal.aborted) return;
    this.running?.kill();
    this.note({ status: 'stopped', pid: undefined, startTime: undefined });
  }

  private aliveForMs(): number {
    return Date.now() - Date.parse(this.state.startedAt ?? new Date().toISOString());
  }

  private note(news: Partial<ProcessState>): void {
    Object.assign(this.state, news);
    this.changed();
  }
}
