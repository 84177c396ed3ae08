import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { PageQuery } from '@tradewind/http';
import { IsIn, IsOptional, IsString, Length } from 'class-validator';
import { SagaQueries } from '../../application/operate-sagas/saga.queries';

type Saga = Awaited<ReturnType<SagaQueries['list']>>['items'][number];

export const SAGA_STATUSES = ['RUNNING', 'COMPENSATING', 'COMPLETED', 'COMPENSATED', 'NEEDS_ATTENTION'] as const;

export class SagasQuery extends PageQuery {
  @ApiPropertyOptional({ enum: SAGA_STATUSES })
  @IsOptional()
  @IsIn(SAGA_STATUSES)
  readonly status?: (typeof SAGA_STATUSES)[number];

  @ApiPropertyOptional({ example: 'place-order' })
  @IsOptional()
  @IsString()
  @Length(1, 100)
  readonly definition?: string;
}

export class SagaDto {
  @ApiProperty() saga_id!: string;
  @ApiProperty({ example: 'place-order' }) definition!: string;
  @ApiProperty() version!: number;
  @ApiProperty() order_id!: string;
  @ApiProperty({ enum: SAGA_STATUSES }) status!: string;
  @ApiProperty({ example: 'reserve stock' }) step!: string;
  @ApiProperty({ enum: ['do', 'undo'] }) action!: string;
  @ApiProperty({ description: 'How often the awaited command has been sent.' }) attempts!: number;
  @ApiProperty({ type: String, nullable: true }) deadline!: string | null;
  @ApiProperty() started_at!: string;
  @ApiProperty({ type: String, nullable: true }) ended_at!: string | null;
}

export class SagaPageDto {
  @ApiProperty({ type: [SagaDto] }) items!: SagaDto[];
  @ApiProperty({ type: String, nullable: true }) next_cursor!: string | null;
}

export function toSagaDto(saga: Saga): SagaDto {
  return {
    saga_id: saga.id,
    definition: saga.definition,
    version: saga.version,
    order_id: saga.subject,
    status: saga.status,
    step: saga.step,
    action: saga.direction,
    attempts: saga.attempts,
    deadline: saga.deadline?.toISOString() ?? null,
    started_at: saga.startedAt.toISOString(),
    ended_at: saga.endedAt?.toISOString() ?? null,
  };
}
