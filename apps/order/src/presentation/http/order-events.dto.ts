import { ApiProperty } from '@nestjs/swagger';
import { RequestInvalid } from '@tradewind/http';
import { OrderEvent } from '../../application/find-order/order-events.query';
import { ServerSentEvent } from './event-stream';
import { toOrderDto } from './orders.dto';

type OrderStep = Extract<OrderEvent, { kind: 'step' }>['step'];

const POSITION = /^\d{1,15}$/;

/** The data of an `event: step`. */
export class OrderStepDto {
  @ApiProperty() saga_id!: string;
  @ApiProperty({ example: 'place-order' }) saga!: string;
  @ApiProperty({ enum: ['do', 'undo'] }) action!: string;
  @ApiProperty({ example: 'reserve stock' }) step!: string;
  @ApiProperty({ example: 'sent', description: 'What the saga has done, or has heard.' }) what!: string;
  @ApiProperty({ type: String, nullable: true, example: 'inventory.reserve-stock.v1' }) message!: string | null;
  @ApiProperty() at!: string;
  @ApiProperty({ type: String, nullable: true, description: 'Of a refusal.' }) code!: string | null;
  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Why it was refused or parked, or the status with which the saga ended.',
  })
  detail!: string | null;
}

/** The position that a `Last-Event-ID` header names; without one, that of nothing. @throws RequestInvalid */
export function lastEventPosition(header: string | undefined): number {
  if (header === undefined) return 0;
  if (POSITION.test(header)) return Number(header);
  const field = 'last-event-id';
  throw new RequestInvalid([{ field, message: `${field} must be the id of an event of this stream` }]);
}

export function toServerSentEvent(event: OrderEvent): ServerSentEvent {
  switch (event.kind) {
    case 'order':
      return { event: 'order', data: toOrderDto(event.order) };
    case 'step':
      return { event: 'step', id: event.step.position, data: toOrderStepDto(event.step) };
    case 'end':
      return { event: 'end', data: {} };
  }
}

function toOrderStepDto(step: OrderStep): OrderStepDto {
  return {
    saga_id: step.sagaId,
    saga: step.saga,
    action: step.action,
    step: step.step,
    what: step.what,
    message: step.message,
    at: step.at.toISOString(),
    code: step.code,
    detail: step.detail,
  };
}
