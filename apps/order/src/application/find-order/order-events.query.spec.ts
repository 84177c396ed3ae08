import { Principal, Role } from '@tradewind/kernel';
import { eventually } from '@tradewind/testing';
import { MemoryOrderLog, MemoryOrderProgress } from '../../../test/fakes/order-log.memory';
import { MemoryOrderQueries } from '../../../test/fakes/order.queries.memory';
import { OrderNotFound } from '../../domain/order.errors';
import { OrderEvent, OrderEventsQuery } from './order-events.query';
import { OrderView } from './order.queries';

const yash: Principal = { userId: 'c-1', email: 'yash@example.com', name: 'Yash', role: Role.Customer };
const order = { id: 'o-1', customerId: 'c-1', orderNumber: 'ORD-1' } as OrderView;

function inShort(event: OrderEvent): string | number {
  if (event.kind === 'step') return event.step.position;
  return event.kind === 'order' ? event.order.status : 'end';
}

/** Somebody who watches the order, and what they have heard so far. */
async function watching(log: MemoryOrderLog, after = 0) {
  const progress = new MemoryOrderProgress();
  const leaving = new AbortController();
  const follow = await new OrderEventsQuery(new MemoryOrderQueries([order]), log, progress).after(after, 'o-1', yash);
  const heard: (string | number)[] = [];
  const over = (async () => {
    for await (const event of follow!(leaving.signal)) heard.push(inShort(event));
  })();
  const hears = (...expected: (string | number)[]) => eventually(() => expect(heard).toEqual(expected));
  return { progress, heard, hears, over, leave: () => leaving.abort() };
}

describe('the events of an order', () => {
  it('are as invisible to another customer as the order itself', async () => {
    const events = new OrderEventsQuery(
      new MemoryOrderQueries([order]),
      new MemoryOrderLog(),
      new MemoryOrderProgress(),
    );
    await expect(events.after(0, 'o-1', { ...yash, userId: 'c-2' })).rejects.toThrow(OrderNotFound);
    await expect(events.after(0, 'o-9', yash)).rejects.toThrow(OrderNotFound);
  });

  it('begin with the order and what has happened so far, and go on when something happens', async () => {
    const log = new MemoryOrderLog().tells(1).tells(2);
    const { progress, hears, leave, over } = await watching(log);
    await hears('PENDING', 1, 2);
    log.tells(5).is({ status: 'CONFIRMED' });
    progress.goesOn();
    await hears('PENDING', 1, 2, 'CONFIRMED', 5);
    leave();
    await over;
  });

  it('tell the order again only when its status or the reason for it is another', async () => {
    const log = new MemoryOrderLog().is({ status: 'CONFIRMED' });
    const { progress, hears, leave, over } = await watching(log);
    await hears('CONFIRMED');
    log.tells(3);
    progress.goesOn();
    await hears('CONFIRMED', 3);
    log.is({ statusReason: 'cancel_requested' });
    progress.goesOn();
    await hears('CONFIRMED', 3, 'CONFIRMED');
    leave();
    await over;
  });

  it('end when the order is CANCELLED and no saga works on it any more', async () => {
    const log = new MemoryOrderLog().tells(1).is({ status: 'CANCELLED' });
    const { progress, hears, over } = await watching(log);
    await hears('CANCELLED', 1);
    log.tells(2).is({ isWorkedOn: false });
    progress.goesOn();
    await over;
    await hears('CANCELLED', 1, 2, 'end');
  });

  it('go on for a CONFIRMED order that no saga works on: it will be shipped', async () => {
    const log = new MemoryOrderLog().is({ status: 'CONFIRMED', isWorkedOn: false });
    const { progress, hears, over } = await watching(log);
    await hears('CONFIRMED');
    log.is({ status: 'SHIPPED' });
    progress.goesOn();
    await hears('CONFIRMED', 'SHIPPED');
    log.is({ status: 'DELIVERED' });
    progress.goesOn();
    await over;
    await hears('CONFIRMED', 'SHIPPED', 'DELIVERED', 'end');
  });

  it('go on after the last step that is known', async () => {
    const log = new MemoryOrderLog().tells(1).tells(4).tells(7).is({ status: 'CANCELLED', isWorkedOn: false });
    const { over, hears } = await watching(log, 4);
    await over;
    await hears('CANCELLED', 7, 'end');
  });

  it('are over when nothing will happen any more and all is known', async () => {
    const log = new MemoryOrderLog().tells(1).is({ status: 'CANCELLED', isWorkedOn: false });
    const events = new OrderEventsQuery(new MemoryOrderQueries([order]), log, new MemoryOrderProgress());
    expect(await events.after(1, 'o-1', yash)).toBeUndefined();
    expect(await events.after(0, 'o-1', yash)).toBeDefined();
    log.is({ isWorkedOn: true });
    expect(await events.after(1, 'o-1', yash)).toBeDefined();
  });

  it('come piece by piece where there are many', async () => {
    const log = new MemoryOrderLog(2).is({ status: 'CANCELLED', isWorkedOn: false });
    for (const position of [1, 2, 3, 4, 5]) log.tells(position);
    const { over, hears } = await watching(log);
    await over;
    await hears('CANCELLED', 1, 2, 3, 4, 5, 'end');
  });

  it('go on when the database was away for a while', async () => {
    const log = new MemoryOrderLog().tells(1);
    const { progress, hears, leave, over } = await watching(log);
    await hears('PENDING', 1);
    const gone = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    log.tells(2).failures.push(gone, gone);
    for (let look = 0; look < 3; look++) {
      await eventually(() => expect(progress.waits).toBeGreaterThan(0));
      progress.goesOn();
    }
    await hears('PENDING', 1, 2);
    leave();
    await over;
  });

  it('break off when the log cannot be read for another reason', async () => {
    const log = new MemoryOrderLog();
    const { progress, hears, over } = await watching(log);
    await hears('PENDING');
    log.failures.push(new Error('a bug'));
    progress.goesOn();
    await expect(over).rejects.toThrow('a bug');
  });

  it('end without a word when nobody listens any more', async () => {
    const { hears, leave, over } = await watching(new MemoryOrderLog().tells(1));
    await hears('PENDING', 1);
    leave();
    await over;
    await hears('PENDING', 1);
  });
});
