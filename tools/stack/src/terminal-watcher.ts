import { Interrupted } from './errors';
import { done, note } from './output';
import type { Watcher } from './watch';

/** Tells a start's progress at the terminal and turns Ctrl-C into an orderly end. */
export class TerminalWatcher implements Watcher {
  private interrupted = false;
  private fresh = false;
  private readonly interrupt = (): void => {
    if (!this.interrupted) note('Interrupted: stopping ...');
    this.interrupted = true;
  };

  constructor() {
    process.on('SIGINT', this.interrupt);
    process.on('SIGTERM', this.interrupt);
    process.on('SIGHUP', this.interrupt);
  }

  readonly note = (line: string): void => note(line);

  ready(name: string, address: string, ms: number | undefined): void {
    done(`${name.padEnd(10)} ${address}${ms === undefined ? '  (was running)' : ''}`, ms);
  }

  started(fresh: boolean): void {
    this.fresh = fresh;
  }

  /** True if what runs was brought up by this start, so that an interrupted start should take it down again. */
  get mustCleanUp(): boolean {
    return this.fresh;
  }

  throwIfInterrupted(): void {
    if (this.interrupted) throw new Interrupted();
  }

  close(): void {
    process.off('SIGINT', this.interrupt);
    process.off('SIGTERM', this.interrupt);
    process.off('SIGHUP', this.interrupt);
  }
}
