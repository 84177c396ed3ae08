import { ApiProperty } from '@nestjs/swagger';
import { toWireCase } from '@tradewind/messaging';
import { SagaQueries } from '../../application/operate-sagas/saga.queries';
import { SAGA_STATUSES } from './sagas.dto';

type SagaTimeline = Awaited<ReturnType<SagaQueries['get']>>;

/** In ms. */
export class WaitsDto {
  @ApiProperty() command_in_outbox!: number;
  @ApiProperty({ description: 'Retries included.' }) command_in_queue!: number;
  @ApiProperty() work!: number;
  @ApiProperty() reply_in_outbox!: number;
  @ApiProperty() reply_in_queue!: number;
}

export class TimelineStepDto {
  @ApiProperty({ example: 'reserve stock' }) step!: string;
  @ApiProperty({ enum: ['do', 'undo'] }) action!: string;
  @ApiProperty({ example: 'inventory.reserve-stock.v1' }) command!: string;
  @ApiProperty({ description: 'How often the command was sent.' }) attempts!: number;
  @ApiProperty({ type: String, nullable: true, example: 'inventory.stock-reserved.v1' }) reply!: string | null;
  @ApiProperty({ enum: ['done', 'refused', 'failed', 'timed-out', 'cancelled', 'resolved', 'waiting'] })
  outcome!: string;
  @ApiProperty({ type: Object, nullable: true, description: "The reply's data, or a refusal's code and detail." })
  result!: unknown;
  @ApiProperty() started_at!: string;
  @ApiProperty({ type: String, nullable: true }) ended_at!: string | null;
  @ApiProperty({ type: Number, nullable: true }) duration_ms!: number | null;
  @ApiProperty({ type: WaitsDto, nullable: true, description: 'Where that time went; null without a reply.' })
  waits!: WaitsDto | null;
  @ApiProperty({ type: String, nullable: true }) trace_id!: string | null;
}

export class InterventionDto {
  @ApiProperty() at!: string;
  @ApiProperty({ enum: ['cancelled', 'retried', 'resumed', 'compensated', 'resolved'] }) what!: string;
  @ApiProperty({ type: String, nullable: true, description: 'The ADMIN; null for a cancel.' }) by!: string | null;
  @ApiProperty({ type: String, nullable: true }) note!: string | null;
}

export class SagaTimelineDto {
  @ApiProperty() saga_id!: string;
  @ApiProperty({ example: 'place-order' }) definition!: string;
  @ApiProperty() version!: number;
  @ApiProperty() order_id!: string;
  @ApiProperty({ enum: SAGA_STATUSES }) status!: string;
  @ApiProperty({ type: String, nullable: true, description: 'Why it waits for a person.' }) attention!: string | null;
  @ApiProperty() started_at!: string;
  @ApiProperty({ type: String, nullable: true }) ended_at!: string | null;
  @ApiProperty({ type: Number, nullable: true }) duration_ms!: number | null;
  @ApiProperty() correlation_id!: string;
  @ApiProperty() trace_id!: string;
  @ApiProperty({ type: [TimelineStepDto] }) steps!: TimelineStepDto[];
  @ApiProperty({ type: [InterventionDto], description: 'What people wanted of it while it ran.' })
  interventions!: InterventionDto[];
  @ApiProperty({ type: [Object], description: 'Replies that nobody was waiting for.' })
  ignored!: { at: string; message: string | null }[];
}

export function toSagaTimelineDto(saga: SagaTimeline): SagaTimelineDto {
  return {
    saga_id: saga.sagaId,
    definition: saga.definition,
    version: saga.version,
    order_id: saga.subject,
    status: saga.status,
    attention: saga.attention,
    started_at: saga.startedAt.toISOString(),
    ended_at: saga.endedAt?.toISOString() ?? null,
    duration_ms: saga.durationMs,
    correlation_id: saga.correlationId,
    trace_id: saga.traceId,
    steps: saga.steps.map(toStepDto),
    interventions: saga.interventions.map(({ at, what, by, note }) => ({ at: at.toISOString(), what, by, note })),
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
    waits: step.waits && toWaitsDto(step.waits),
    trace_id: step.traceId,
  };
}

function toWaitsDto(waits: NonNullable<SagaTimeline['steps'][number]['waits']>): WaitsDto {
  return {
    command_in_outbox: waits.commandInOutbox,
    command_in_queue: waits.commandInQueue,
    work: waits.work,
    reply_in_outbox: waits.replyInOutbox,
    reply_in_queue: waits.replyInQueue,
  };
}
