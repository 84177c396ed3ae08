import { Database } from '@tradewind/persistence';
import { SagaInstance } from '@tradewind/saga';
import { MemoryUnitOfWork } from '@tradewind/testing';
import { SagaOrderProgress } from './order-progress.saga';

const ended = (subject: string) => ({ subject, endedAt: new Date() }) as SagaInstance;
const running = (subject: string) => ({ subject, endedAt: null }) as SagaInstance;

/** A database in which sagas work on the orders `open`. */
function progress(...open: string[]) {
  const orders = new Set(open);
  const looks: string[] = [];
  const query = async (_sql: string, [orderId]: [string]) => {
    looks.push(orderId);
    return orders.has(orderId) ? [{}] : [];
  };
  const unitOfWork = new MemoryUnitOfWork();
  const waiting = new SagaOrderProgress({ query } as unknown as Database, unitOfWork);
  const tell = (instance: SagaInstance) => unitOfWork.run(async () => waiting.changed(instance));
  return { waiting, looks, orders, unitOfWork, tell };
}

describe('waiting for an order', () => {
  it('does not wait when no saga works on it', async () => {
    await progress().waiting.settled('o-1', 30_000);
  });

  it('is woken at once when its saga ends in this process, without looking again', async () => {
    const { waiting, looks, tell } = progress('o-1');
    const settled = waiting.settled('o-1', 30_000);
    await tell(running('o-1'));
    await tell(ended('o-2'));
    await tell(ended('o-1'));
    await settled;
    expect(looks).toEqual(['o-1']);
  });

  it('wakes everybody who waits', async () => {
    const { waiting, tell } = progress('o-1');
    const settled = Promise.all([waiting.settled('o-1', 30_000), waiting.settled('o-1', 30_000)]);
    await tell(ended('o-1'));
    await settled;
  });

  it('finds by looking again that its saga has ended elsewhere', async () => {
    const { waiting, looks, orders } = progress('o-1');
    const settled = waiting.settled('o-1', 30_000);
    orders.clear();
    await settled;
    expect(looks.length).toBeGreaterThanOrEqual(1);
  });

  it('hears nothing of an end that is rolled back, and gives up when the time is over', async () => {
    const { waiting, unitOfWork } = progress('o-1');
    const settled = waiting.settled('o-1', 20);
    const failing = unitOfWork.run(async () => {
      waiting.changed(ended('o-1'));
      throw new Error('rolled back');
    });
    await expect(failing).rejects.toThrow('rolled back');
    await settled;
  });
});

describe('waiting for the next change of an order', () => {
  const never = new AbortController().signal;

  it('is woken at once when a saga of the order goes on, and not by another order', async () => {
    const { waiting, tell } = progress('o-1');
    let isWoken = false;
    const woken = waiting.nextChange('o-1', 30_000, never).then(() => (isWoken = true));
    await tell(ended('o-2'));
    expect(isWoken).toBe(false);
    await tell(running('o-1'));
    await woken;
  });

  it('gives up when the time is over', async () => {
    await progress('o-1').waiting.nextChange('o-1', 5, never);
  });

  it('gives up when nobody wants to know any more, at once if that was so before', async () => {
    const { waiting } = progress('o-1');
    const leaving = new AbortController();
    const waits = waiting.nextChange('o-1', 30_000, leaving.signal);
    leaving.abort();
    await waits;
    await waiting.nextChange('o-1', 30_000, leaving.signal);
  });
});
