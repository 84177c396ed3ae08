import { inventory } from '@tradewind/contracts';
import { UseCase } from '@tradewind/kernel';
import { Reservation } from '../../domain/reservation';
import { ReservationRepository } from '../../domain/reservation.repository';
import { StockRepository } from '../../domain/stock.repository';

/** Undoes a reservation. Where there is none (yet), it leaves a mark that refuses one that comes late. */
export class ReleaseStockHandler implements UseCase<inventory.ReleaseStock> {
  constructor(
    private readonly stock: StockRepository,
    private readonly reservations: ReservationRepository,
  ) {}

  async handle({ orderId }: inventory.ReleaseStock): Promise<void> {
    const reservation = await this.reservations.lock(orderId);
    if (!reservation) return this.reservations.add(Reservation.releasedBeforehand(orderId));
    if (!reservation.release()) return;

    const items = await this.stock.lock(reservation.lines.map((line) => line.productId));
    for (const item of items) {
      const line = reservation.lines.find(({ productId }) => productId === item.productId)!;
      item.release(line.quantity, orderId);
    }
    await this.stock.save(items);
    await this.reservations.save(reservation);
  }
}
