import { inventory } from '@tradewind/contracts';
import { CancelReason, Clock, isUuid, OrderStatus, UseCase } from '@tradewind/kernel';
import { Sagas } from '@tradewind/saga';
import { Order } from '../../domain/order';
import { OrderRepository } from '../../domain/order.repository';
import { AuditLog } from '../ports/audit-log';
import { commitReservationSaga, releaseReservationSaga } from '../sagas/settle-reservation.saga';

type Settlement = 'release' | 'commit' | 'cancel-order';

/**
 * Inventory has set goods aside for long and asks whether anybody still wants them. A saga that works on the order, or
 * waits for a person, decides that itself; where there is none, it is decided here, by what the order says.
 */
export class RecoverReservationHandler implements UseCase<inventory.ReservationOverdue> {
  constructor(
    private readonly orders: OrderRepository,
    private readonly sagas: Sagas,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  async handle({ orderId, reservedAt }: inventory.ReservationOverdue): Promise<void> {
    if (await this.sagas.isAtWorkOn(orderId)) return;
    const order = isUuid(orderId) ? await this.orders.lock(orderId) : undefined;
    // The cancel-order saga is about to begin.
    if (order?.cancelRequested) return;
    const settlement = await this.settle(orderId, order);
    const details = { reserved_at: reservedAt, order_status: order?.status ?? null };
    await this.audit.write([
      { by: 'order', action: `reservation.${settlement}`, target: orderId, note: 'its saga is gone', details },
    ]);
  }

  private async settle(orderId: string, order: Order | undefined): Promise<Settlement> {
    if (order?.status === OrderStatus.Pending) {
      order.requestCancel(CancelReason.TimedOut, this.clock.now());
      await this.orders.save(order);
      return 'cancel-order';
    }
    const isUnwanted = !order || order.status === OrderStatus.Cancelled;
    await this.sagas.start(isUnwanted ? releaseReservationSaga : commitReservationSaga, { orderId });
    return isUnwanted ? 'release' : 'commit';
  }
}
