import { inventory } from '@tradewind/contracts';
import { UseCase } from '@tradewind/kernel';
import { Reservation } from '../../domain/reservation';
import { ReservationRepository } from '../../domain/reservation.repository';
import { StockItem } from '../../domain/stock-item';
import { ReservationReleased, UnknownProduct } from '../../domain/stock.errors';
import { StockRepository } from '../../domain/stock.repository';

/** Sets goods aside for an order: all lines or none. */
export class ReserveStockHandler implements UseCase<inventory.ReserveStock> {
  constructor(
    private readonly stock: StockRepository,
    private readonly reservations: ReservationRepository,
  ) {}

  async handle({ orderId, customerId, lines }: inventory.ReserveStock): Promise<void> {
    const earlier = await this.reservations.lock(orderId);
    if (earlier?.status === 'RELEASED') throw new ReservationReleased(orderId);
    if (earlier) return;

    const reservation = Reservation.of(orderId, lines, customerId);
    const items = await this.stock.lock(reservation.lines.map((line) => line.productId));
    for (const { productId, quantity } of reservation.lines) {
      itemOf(items, productId).reserve(quantity, orderId);
    }
    await this.stock.save(items);
    await this.reservations.add(reservation);
  }
}

function itemOf(items: readonly StockItem[], productId: string): StockItem {
  const item = items.find((candidate) => candidate.productId === productId);
  if (!item) throw new UnknownProduct(productId);
  return item;
}
