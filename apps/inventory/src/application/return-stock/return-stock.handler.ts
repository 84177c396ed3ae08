import { inventory } from '@tradewind/contracts';
import { UseCase } from '@tradewind/kernel';
import { Reservation } from '../../domain/reservation';
import { ReservationRepository } from '../../domain/reservation.repository';
import { StockRepository } from '../../domain/stock.repository';

/**
 * Takes back whatever an order that is cancelled still has: what was sold to it, or what is set aside for it. The saga
 * that asks has no way back, so this is never refused; without a reservation it leaves a mark, as releasing does.
 */
export class ReturnStockHandler implements UseCase<inventory.ReturnStock> {
  constructor(
    private readonly stock: StockRepository,
    private readonly reservations: ReservationRepository,
  ) {}

  async handle({ orderId }: inventory.ReturnStock): Promise<void> {
    const reservation = await this.reservations.lock(orderId);
    if (!reservation) return this.reservations.add(Reservation.releasedBeforehand(orderId));
    const takenBack = reservation.takeBack();
    if (takenBack === 'nothing') return;

    const items = await this.stock.lock(reservation.lines.map((line) => line.productId));
    for (const item of items) {
      const line = reservation.lines.find(({ productId }) => productId === item.productId)!;
      if (takenBack === 'sold') item.takeBack(line.quantity, orderId);
      else item.release(line.quantity, orderId);
    }
    await this.stock.save(items);
    await this.reservations.save(reservation);
  }
}
