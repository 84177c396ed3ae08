import { FixedClock } from '@tradewind/testing';
import { CommitStockHandler } from '../../src/application/commit-stock/commit-stock.handler';
import { ReleaseStockHandler } from '../../src/application/release-stock/release-stock.handler';
import { ReserveStockHandler } from '../../src/application/reserve-stock/reserve-stock.handler';
import { ReturnStockHandler } from '../../src/application/return-stock/return-stock.handler';
import { TellOverdueReservationsHandler } from '../../src/application/tell-overdue-reservations/tell-overdue-reservations.handler';
import { MemoryReservationRepository } from './reservation.repository.memory';
import { MemoryStockRepository } from './stock.repository.memory';

type Line = readonly [productId: string, quantity: number];

/** The commands of this service over memory. */
export function memoryInventory() {
  const stock = new MemoryStockRepository();
  const clock = new FixedClock();
  const reservations = new MemoryReservationRepository(clock);
  const reserveStock = new ReserveStockHandler(stock, reservations);
  const releaseStock = new ReleaseStockHandler(stock, reservations);
  const commitStock = new CommitStockHandler(stock, reservations);
  const returnStock = new ReturnStockHandler(stock, reservations);
  const tellOverdueReservations = new TellOverdueReservationsHandler(reservations);
  const reserveFor = (customerId: string | undefined, orderId: string, ...lines: Line[]) =>
    reserveStock.handle({
      orderId,
      customerId,
      lines: lines.map(([productId, quantity]) => ({ productId, quantity })),
    });
  return {
    stock,
    reservations,
    clock,
    reserve: (orderId: string, ...lines: Line[]) => reserveFor(undefined, orderId, ...lines),
    reserveFor,
    release: (orderId: string) => releaseStock.handle({ orderId }),
    commit: (orderId: string) => commitStock.handle({ orderId }),
    takeBack: (orderId: string) => returnStock.handle({ orderId }),
    tellOverdue: (afterMinutes: number, limit = 100) => tellOverdueReservations.handle({ afterMinutes, limit }),
  };
}
