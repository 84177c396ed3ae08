import { UseCase } from '@tradewind/kernel';
import { FixedClock, MemoryMetrics, MemoryUnitOfWork } from '@tradewind/testing';
import { MemoryReservationRepository } from '../../test/fakes/reservation.repository.memory';
import { MemoryStockRepository } from '../../test/fakes/stock.repository.memory';
import { ReduceStockHandler } from '../application/adjust-stock/adjust-stock.handlers';
import { ReleaseStockHandler } from '../application/release-stock/release-stock.handler';
import { ReserveStockHandler } from '../application/reserve-stock/reserve-stock.handler';
import { CountedReserveStock, CountedStock } from './stock.metrics';

function setUp() {
  const [metrics, unitOfWork, shelf] = [new MemoryMetrics(), new MemoryUnitOfWork(), new MemoryStockRepository()];
  shelf.with('lamp', 10);
  const stock = new CountedStock(shelf, unitOfWork, metrics);
  const reservations = new MemoryReservationRepository(new FixedClock());
  const reserveStock = new CountedReserveStock(new ReserveStockHandler(stock, reservations), unitOfWork, metrics);
  const run = <C>(useCase: UseCase<C>, command: C) => unitOfWork.run(() => useCase.handle(command, undefined));
  return {
    reserve: (orderId: string, productId: string, quantity: number) =>
      run(reserveStock, { orderId, lines: [{ productId, quantity }] }),
    release: (orderId: string) => run(new ReleaseStockHandler(stock, reservations), { orderId }),
    reduce: (quantity: number) => run(new ReduceStockHandler(stock), { productId: 'lamp', quantity, reason: 'broken' }),
    reserveUncommitted: (orderId: string) =>
      unitOfWork.run(async () => {
        await reserveStock.handle({ orderId, lines: [{ productId: 'lamp', quantity: 1 }] });
        throw new Error('the connection is lost');
      }),
    grown: (prefix: string) => metrics.series(prefix).filter((line) => !line.endsWith(' 0')),
  };
}

describe('the numbers of the stock', () => {
  it('tell how reservations turn out', async () => {
    const { reserve, release, grown } = setUp();
    await reserve('o-1', 'lamp', 2);
    await expect(reserve('o-2', 'lamp', 9)).rejects.toThrow();
    await expect(reserve('o-3', 'unicorn', 1)).rejects.toThrow();
    await release('o-4');
    await expect(reserve('o-4', 'lamp', 1)).rejects.toThrow();
    expect(grown('stock_reservations_total')).toEqual([
      'stock_reservations_total{outcome=reserved} 1',
      'stock_reservations_total{outcome=out_of_stock} 1',
      'stock_reservations_total{outcome=unknown_product} 1',
      'stock_reservations_total{outcome=released_before} 1',
    ]);
  });

  it('count units, whichever way they move', async () => {
    const { reserve, release, reduce, grown } = setUp();
    await reserve('o-1', 'lamp', 3);
    await release('o-1');
    await reduce(4);
    expect(grown('stock_units_moved_total').sort()).toEqual([
      'stock_units_moved_total{type=OUT} 4',
      'stock_units_moved_total{type=RELEASE} 3',
      'stock_units_moved_total{type=RESERVE} 3',
    ]);
  });

  it('say nothing of what was rolled back', async () => {
    const { reserveUncommitted, grown } = setUp();
    await expect(reserveUncommitted('o-1')).rejects.toThrow('lost');
    expect(grown('stock_')).toEqual([]);
  });
});
