import { inventory } from '@tradewind/contracts';
import { UseCase } from '@tradewind/kernel';
import { ReservationRepository } from '../../domain/reservation.repository';
import { ReservationMissing } from '../../domain/stock.errors';
import { StockRepository } from '../../domain/stock.repository';

/** Takes back what was sold to an order that is cancelled after all. */
export class ReturnStockHandler implements UseCase<inventory.ReturnStock> {
  constructor(
    private readonly stock: StockRepository,
    private readonly reservations: ReservationRepository,
  ) {}

  async handle({ orderId }: inventory.ReturnStock): Promise<void> {
    const reservation = await this.reservations.lock(orderId);
    if (!reservation) throw new ReservationMissing(orderId);
    if (!reservation.takeBack()) return;

    const items = await this.stock.lock(reservation.lines.map((line) => line.productId));
    for (const item of items) {
      const line = reservation.lines.find(({ productId }) => productId === item.productId)!;
      item.takeBack(line.quantity, orderId);
    }
    await this.stock.save(items);
    await this.reservations.save(reservation);
  }
}
