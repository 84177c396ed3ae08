import { ApiProperty } from '@nestjs/swagger';
import { OrderStatus } from '@tradewind/kernel';
import { toWireCase } from '@tradewind/messaging';
import { OrderTimelineQuery } from '../../application/find-order/order-timeline.query';

type OrderTimeline = Awaited<ReturnType<OrderTimelineQuery['get']>>;
type SagaTimeline = OrderTimeline['sagas'][number];

export class TimelineStepDto {
  @ApiProperty({ example: 'reserve stock' }) step!: string;
  @ApiProperty({ enum: ['do', 'undo'] }) action!: string;
  @ApiProperty({ example: 'inventory.reserve-stock.v1' }) command!: string;
  @ApiProperty({ description: 'How often the command was sent.' }) attempts!: number;
  @ApiProperty({ type: String, nullable: true, example: 'inventory.stock-reserved.v1' }) reply!: string | null;
  @ApiProperty({ enum: ['done', 'refused', 'failed', 'timed-out', 'waiting'] }) outcome!: string;
  @ApiProperty({ type: Object, nullable: true, description: "The reply's data, or a refusal's code and detail." })
  result!: unknown;
  @ApiProperty() started_at!: string;
  @ApiProperty({ type: String, nullable: true }) ended_at!: string | null;
  @ApiProperty({ type: Number, nullable: true }) duration_ms!: number | null;
}

export class SagaTimelineDto {
  @ApiProperty() saga_id!: string;
  @ApiProperty({ example: 'place-order' }) definition!: string;
  @ApiProperty() version!: number;
  @ApiProperty({ enum: ['RUNNING', 'COMPENSATING', 'COMPLETED', 'COMPENSATED', 'NEEDS_ATTENTION'] }) status!: string;
  @ApiProperty({ type: String, nullable: true, description: 'Why it waits for a person.' }) attention!: string | null;
  @ApiProperty() started_at!: string;
  @ApiProperty({ type: String, nullable: true }) ended_at!: string | null;
  @ApiProperty({ type: Number, nullable: true }) duration_ms!: number | null;
  @ApiProperty() correlation_id!: string;
  @ApiProperty() trace_id!: string;
  @ApiProperty({ type: [TimelineStepDto] }) steps!: TimelineStepDto[];
  @ApiProperty({ type: [Object], description: 'Replies that nobody was waiting for.' })
  ignored!: { at: string; message: string | null }[];
}

export class OrderTimelineDto {
  @ApiProperty() order_id!: string;
  @ApiProperty() order_number!: string;
  @ApiProperty({ enum: OrderStatus }) order_status!: OrderStatus;
  @ApiProperty({ type: String, nullable: true }) status_reason!: string | null;
  @ApiProperty({ type: [SagaTimelineDto] }) sagas!: SagaTimelineDto[];
}

export function toOrderTimelineDto({ order, sagas }: OrderTimeline): OrderTimelineDto {
  return {
    order_id: order.id,
    order_number: order.orderNumber,
    order_status: order.status,
    status_reason: order.statusReason,
    sagas: sagas.map(toSagaTimelineDto),
  };
}

export function toSagaTimelineDto(saga: SagaTimeline): SagaTimelineDto {
  return {
    saga_id: saga.sagaId,
    definition: saga.definition,
    version: saga.version,
    status: saga.status,
    attention: saga.attention,
    started_at: saga.startedAt.toISOString(),
    ended_at: saga.endedAt?.toISOString() ?? null,
    duration_ms: saga.durationMs,
    correlation_id: saga.correlationId,
    trace_id: saga.traceId,
    steps: saga.steps.map(toStepDto),
    ignored: saga.ignored.map(({ at, message }) => ({ at: at.toISOString(), message: message ?? null })),
  };
}

function toStepDto(step: SagaTimeline['steps'][number]): TimelineStepDto {
  return {
    step: step.step,
    action: step.action,
    command: step.command,
    attempts: step.attempts,
    reply: step.reply,
    outcome: step.outcome,
    result: toWireCase(step.result),
    started_at: step.startedAt.toISOString(),
    ended_at: step.endedAt?.toISOString() ?? null,
    duration_ms: step.durationMs,
  };
}
