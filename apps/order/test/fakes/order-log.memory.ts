import { OrderLog, OrderStanding, OrderStep } from '../../src/application/ports/order-log';
import { OrderProgress } from '../../src/application/ports/order-progress';

/** What happens to one order, as the test tells it. */
export class MemoryOrderLog extends OrderLog {
  /** Each read fails with the first of these, as long as there is one. */
  readonly failures: Error[] = [];
  private readonly steps: OrderStep[] = [];
  private standing: Pick<OrderStanding, 'status' | 'statusReason' | 'updatedAt' | 'isWorkedOn'> = {
    status: 'PENDING',
    statusReason: null,
    updatedAt: new Date('2026-01-01T12:00:00.000Z'),
    isWorkedOn: true,
  };

  constructor(private readonly mostAtOnce = 100) {
    super();
  }

  is(change: Partial<Pick<OrderStanding, 'status' | 'statusReason' | 'isWorkedOn'>>): this {
    this.standing = { ...this.standing, ...change };
    return this;
  }

  tells(position: number, change: Partial<OrderStep> = {}): this {
    this.steps.push({ ...A_STEP, position, ...change });
    return this;
  }

  async read(_orderId: string, after: number): Promise<OrderStanding> {
    const failure = this.failures.shift();
    if (failure) throw failure;
    const left = this.steps.filter(({ position }) => position > after);
    return { ...this.standing, steps: left.slice(0, this.mostAtOnce), hasMore: left.length > this.mostAtOnce };
  }
}

const A_STEP: Omit<OrderStep, 'position'> = {
  sagaId: 's-1',
  saga: 'place-order',
  action: 'do',
  step: 'reserve stock',
  what: 'sent',
  message: 'inventory.reserve-stock.v1',
  at: new Date('2026-01-01T12:00:00.000Z'),
  code: null,
  detail: null,
};

/** Waits until the test says that something has happened, or for the signal: never for a time. */
export class MemoryOrderProgress extends OrderProgress {
  private waiting: (() => void)[] = [];

  get waits(): number {
    return this.waiting.length;
  }

  goesOn(): void {
    for (const wake of this.waiting.splice(0)) wake();
  }

  async settled(): Promise<void> {}

  nextChange(_orderId: string, _timeoutMs: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      this.waiting.push(resolve);
      signal.addEventListener('abort', () => this.goesOn());
    });
  }
}
