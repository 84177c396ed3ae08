import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { PageQuery } from '@tradewind/http';
import { Equals, IsIn, IsOptional, IsString, Length, Matches } from 'class-validator';
import { OperateManySagas } from '../../application/operate-sagas/operate-many-sagas';
import { OperateSaga } from '../../application/operate-sagas/operate-saga.handler';
import { SagaQueries } from '../../application/operate-sagas/saga.queries';

type Filter = Parameters<SagaQueries['list']>[0];
type Operated = Awaited<ReturnType<OperateManySagas['run']>>;
type Saga = Awaited<ReturnType<SagaQueries['list']>>['items'][number];

export const SAGA_STATUSES = [
  'RUNNING',
  'COMPENSATING',
  'COMPLETED',
  'COMPENSATED',
  'NEEDS_ATTENTION',
  'RESOLVED',
] as const;
export const SAGA_ACTIONS = ['retry', 'resume', 'compensate', 'resolve'] as const satisfies OperateSaga['action'][];

const AGE = /^(\d{1,6})([smhd])$/;
const UNIT_MS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

export class SagasQuery extends PageQuery {
  @ApiPropertyOptional({ enum: SAGA_STATUSES })
  @IsOptional()
  @IsIn(SAGA_STATUSES)
  readonly status?: (typeof SAGA_STATUSES)[number];

  @ApiPropertyOptional({ example: 'place-order', minLength: 1, maxLength: 100 })
  @IsOptional()
  @IsString()
  @Length(1, 100)
  readonly definition?: string;

  @ApiPropertyOptional({ example: 'commit stock', minLength: 1, maxLength: 100, description: 'The step it is at.' })
  @IsOptional()
  @IsString()
  @Length(1, 100)
  readonly step?: string;

  @ApiPropertyOptional({
    example: '5m',
    pattern: AGE.source,
    description: 'Started longer ago than this: 90s, 5m, 2h, 7d.',
  })
  @IsOptional()
  @Matches(AGE, { message: 'older_than must be a number and s, m, h or d, such as 5m' })
  readonly older_than?: string;
}

export class OperateSagaDto {
  @ApiPropertyOptional({ nullable: true, minLength: 1, maxLength: 500, description: 'Why; kept in the audit log.' })
  @IsOptional()
  @IsString()
  @Length(1, 500)
  readonly note?: string;
}

export class OperateSagasDto extends OperateSagaDto {
  @ApiPropertyOptional({ enum: [...SAGA_STATUSES, null], nullable: true, default: 'NEEDS_ATTENTION' })
  @IsOptional()
  @IsIn(SAGA_STATUSES)
  readonly status?: (typeof SAGA_STATUSES)[number];

  @ApiPropertyOptional({ nullable: true, example: 'place-order', minLength: 1, maxLength: 100 })
  @IsOptional()
  @IsString()
  @Length(1, 100)
  readonly definition?: string;

  @ApiPropertyOptional({
    nullable: true,
    example: 'commit stock',
    minLength: 1,
    maxLength: 100,
    description: 'The step it is at.',
  })
  @IsOptional()
  @IsString()
  @Length(1, 100)
  readonly step?: string;

  @ApiPropertyOptional({
    nullable: true,
    example: '5m',
    pattern: AGE.source,
    description: 'Started longer ago than this: 90s, 5m, 2h, 7d.',
  })
  @IsOptional()
  @Matches(AGE, { message: 'older_than must be a number and s, m, h or d, such as 5m' })
  readonly older_than?: string;

  @ApiPropertyOptional({
    type: Boolean,
    enum: [true, null],
    nullable: true,
    description: 'Without any filter: all that need attention.',
  })
  @IsOptional()
  @Equals(true)
  readonly all?: true;
}

export function toSagaFilter(query: Pick<OperateSagasDto, 'status' | 'definition' | 'step' | 'older_than'>): Filter {
  const { status, definition, step, older_than } = query;
  return {
    ...(status ? { status } : {}),
    ...(definition ? { definition } : {}),
    ...(step ? { step } : {}),
    ...(older_than ? { startedBefore: new Date(Date.now() - toMs(older_than)) } : {}),
  };
}

function toMs(age: string): number {
  const [, count, unit] = AGE.exec(age)!;
  return Number(count) * UNIT_MS[unit as keyof typeof UNIT_MS];
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
  @ApiProperty({ description: 'From its start to its end, or until now.' }) age_seconds!: number;
  @ApiProperty({ type: String, nullable: true }) ended_at!: string | null;
}

export class OperatedSagaDto {
  @ApiProperty() saga_id!: string;
  @ApiProperty() order_id!: string;
  @ApiProperty({ enum: ['changed', 'unchanged', 'refused'] }) outcome!: string;
  @ApiProperty({ type: String, nullable: true, description: 'Why it was refused.' }) code!: string | null;
}

export class OperatedSagasDto {
  @ApiProperty({ description: 'How many it was done with.' }) changed!: number;
  @ApiProperty({ type: [OperatedSagaDto] }) items!: OperatedSagaDto[];
  @ApiProperty({ description: 'The filter finds more; call again.' }) more!: boolean;
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
    age_seconds: Math.max(0, Math.round(((saga.endedAt?.getTime() ?? Date.now()) - saga.startedAt.getTime()) / 1_000)),
    ended_at: saga.endedAt?.toISOString() ?? null,
  };
}

export function toOperatedSagasDto({ sagas, more }: Operated): OperatedSagasDto {
  const items = sagas.map(({ sagaId, orderId, outcome, code }) => ({
    saga_id: sagaId,
    order_id: orderId,
    outcome,
    code,
  }));
  return { changed: sagas.filter(({ outcome }) => outcome === 'changed').length, items, more };
}
