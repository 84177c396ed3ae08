import { CancelReason, Clock, isUuid, OrderStatus, UseCase } from '@tradewind/kernel';
import { hasEnded, Intervened, SagaAction, SagaInstance, Sagas, SagaStatus } from '@tradewind/saga';
import { OrderRepository } from '../../domain/order.repository';
import { AuditLog } from '../ports/audit-log';
import { placeOrderSaga } from '../sagas/place-order.saga';
import { SagaActionRefused, SagaNotFound } from './operate-sagas.errors';

export interface OperateSaga {
  readonly sagaId: string;
  readonly action: SagaAction;
  /** Who asks for it. */
  readonly by: string;
  /** Why. */
  readonly note: string | null;
}

/** Where an action leads. A saga that is there already is left as it is, so that asking twice is asking once. */
const LEADS_TO: Record<SagaAction, readonly SagaStatus[]> = {
  retry: ['RUNNING', 'COMPENSATING'],
  resume: ['RUNNING', 'COMPENSATING'],
  compensate: ['COMPENSATING', 'COMPENSATED'],
  resolve: ['RESOLVED'],
};

/** Does what an operator wants with a saga, and writes down who wanted it and why. */
export class OperateSagaHandler implements UseCase<OperateSaga, boolean> {
  constructor(
    private readonly sagas: Sagas,
    private readonly orders: OrderRepository,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  /**
   * @returns whether it changed anything
   * @throws SagaNotFound, SagaActionRefused, OrderTransitionRefused when the order of a saga past its point of no
   * return was shipped
   */
  async handle(command: OperateSaga): Promise<boolean> {
    const { sagaId, action, by, note } = command;
    const intervention = { action, by, note, reason: CancelReason.CancelledByShop };
    const done = isUuid(sagaId) ? await this.sagas.operate(sagaId, intervention) : undefined;
    if (!done) throw new SagaNotFound();
    const after = done.outcome === 'changed' ? done.after.status : await this.otherwise(done, command);
    if (!after) return false;
    await this.audit.write([
      { by, note, action: `saga.${action}`, target: sagaId, details: { ...detailsOf(done.before), after } },
    ]);
    return true;
  }

  private async otherwise({ before }: Intervened, command: OperateSaga): Promise<SagaStatus | undefined> {
    if (LEADS_TO[command.action].includes(before.status)) return undefined;
    if (command.action === 'compensate' && before.definition === placeOrderSaga.name) {
      return this.cancelOrder(before, command);
    }
    throw new SagaActionRefused(command.action, before);
  }

  /**
   * Past its point of no return place-order cannot be undone, but the order can be cancelled: by the cancel-order saga,
   * as soon as this one has ended. One that waits for a person ends here.
   */
  private async cancelOrder(saga: SagaInstance, { sagaId, by, note }: OperateSaga): Promise<SagaStatus | undefined> {
    const reason = CancelReason.CancelledByShop;
    const order = await this.orders.lock(saga.subject);
    if (order?.cancelRequested || order?.status === OrderStatus.Cancelled) return undefined;
    if (!order || hasEnded(saga)) throw new SagaActionRefused('compensate', saga);
    order.requestCancel(reason, this.clock.now());
    await this.orders.save(order);
    if (saga.status !== SagaStatus.NeedsAttention) return saga.status;
    await this.sagas.operate(sagaId, { action: 'resolve', by, note, reason });
    return SagaStatus.Resolved;
  }
}

function detailsOf({ definition, subject, step, direction, status }: SagaInstance): Record<string, unknown> {
  return { definition, order_id: subject, step, direction, before: status };
}
