import { UnitOfWork } from '@tradewind/kernel';
import { Database } from '@tradewind/persistence';
import { hasEnded, SagaInstance, SagaObserver } from '@tradewind/saga';
import { EventEmitter, once } from 'node:events';
import { OrderProgress } from '../application/ports/order-progress';

/** For sagas that end in another replica, which this process hears nothing of. */
const POLL_MS = 500;

/** Wakes those who wait for an order: at once when its saga goes on in this process, by a poll otherwise. */
export class SagaOrderProgress extends OrderProgress implements SagaObserver {
  private readonly moved = new EventEmitter().setMaxListeners(0);
  private readonly ended = new EventEmitter().setMaxListeners(0);

  constructor(
    private readonly db: Database,
    private readonly unitOfWork: UnitOfWork,
  ) {
    super();
  }

  changed(instance: SagaInstance): void {
    this.unitOfWork.afterCommit(() => {
      this.moved.emit(instance.subject);
      if (hasEnded(instance)) this.ended.emit(instance.subject);
    });
  }

  nextChange(orderId: string, timeoutMs: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.moved.off(orderId, done);
        signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, timeoutMs);
      this.moved.on(orderId, done);
      signal.addEventListener('abort', done);
      if (signal.aborted) done();
    });
  }

  async settled(orderId: string, timeoutMs: number): Promise<void> {
    const end = Date.now() + timeoutMs;
    for (;;) {
      // Listen before looking, so that an end between the two is not missed.
      const listening = new AbortController();
      const left = Math.max(0, end - Date.now());
      // AbortSignal.timeout would be garbage inside AbortSignal.any: collected, it never fires.
      const lookAgain = setTimeout(() => listening.abort(), Math.min(POLL_MS, left));
      const heard = once(this.ended, orderId, { signal: listening.signal }).then(
        () => true,
        () => false,
      );
      const settled = left === 0 || (await this.isSettled(orderId)) || (await heard);
      clearTimeout(lookAgain);
      listening.abort();
      if (settled) return;
    }
  }

  private async isSettled(orderId: string): Promise<boolean> {
    const open = await this.db.query('SELECT 1 FROM saga_instances WHERE subject = $1 AND ended_at IS NULL', [orderId]);
    return open.length === 0;
  }
}
