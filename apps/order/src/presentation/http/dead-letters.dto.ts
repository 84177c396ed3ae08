import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { RequestInvalid } from '@tradewind/http';
import { Type } from 'class-transformer';
import { Equals, IsInt, IsOptional, IsString, Length, Max, Min } from 'class-validator';
import { DeadLetterList } from '../../application/operate-dead-letters/dead-letter.queries';
import { DeadLettersChanged } from '../../application/operate-dead-letters/operate-dead-letters';
import { DeadLetter, WhichDeadLetters } from '../../application/ports/dead-letter-queues';

export class DeadLettersQuery {
  @ApiPropertyOptional({
    example: 'order.replies',
    minLength: 1,
    maxLength: 255,
    description: 'Only those that this queue could not get rid of.',
  })
  @IsOptional()
  @IsString()
  @Length(1, 255)
  readonly queue?: string;

  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 100, default: 20, description: 'Of each queue.' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(100)
  readonly limit: number = 20;
}

export class OperateDeadLettersDto {
  @ApiPropertyOptional({
    nullable: true,
    minLength: 1,
    maxLength: 255,
    description: 'One of them. Either this or all.',
  })
  @IsOptional()
  @IsString()
  @Length(1, 255)
  readonly id?: string;

  @ApiPropertyOptional({
    type: Boolean,
    enum: [true, null],
    nullable: true,
    description: 'The oldest 1000 that are there now. Either this or id.',
  })
  @IsOptional()
  @Equals(true)
  readonly all?: true;

  @ApiPropertyOptional({ nullable: true, minLength: 1, maxLength: 500, description: 'Why; kept in the audit log.' })
  @IsOptional()
  @IsString()
  @Length(1, 500)
  readonly note?: string;
}

export class DeadLetterDto {
  @ApiProperty({ description: 'Of a message without an id: `sha256-` and the beginning of the hash of its content.' })
  id!: string;
  @ApiProperty({ example: 'order.replies', description: 'Where it could not be handled.' }) queue!: string;
  @ApiProperty() reason!: string;
  @ApiProperty({ description: 'How often it was handled before.' }) attempts!: number;
  @ApiProperty({ type: String, nullable: true }) died_at!: string | null;
  @ApiProperty({ type: String, nullable: true, example: 'inventory.stock-reserved.v1' }) type!: string | null;
  @ApiProperty({ type: String, nullable: true, example: '/inventory' }) source!: string | null;
  @ApiProperty({ type: String, nullable: true }) subject!: string | null;
  @ApiProperty({ type: String, nullable: true }) correlation_id!: string | null;
  @ApiProperty({ type: String, nullable: true }) saga_id!: string | null;
  @ApiProperty({
    type: Object,
    nullable: true,
    description: 'The data of its envelope; the whole message when it has none that can be read.',
  })
  payload!: unknown;
  @ApiProperty({ enum: ['json', 'text', 'base64'] }) payload_encoding!: string;
  @ApiProperty({ description: 'Whether payload is only the beginning, as text or base64.' }) truncated!: boolean;
}

export class DeadLetterCountDto {
  @ApiProperty({ example: 'order.replies' }) queue!: string;
  @ApiProperty() count!: number;
}

export class DeadLetterListDto {
  @ApiProperty({ type: [DeadLetterDto] }) items!: DeadLetterDto[];
  @ApiProperty({ type: [DeadLetterCountDto] }) queues!: DeadLetterCountDto[];
}

export class DeadLettersChangedDto {
  @ApiProperty({ example: 'order.replies' }) queue!: string;
  @ApiProperty({ enum: ['replay', 'discard'] }) action!: string;
  @ApiProperty({ description: 'How many it was done to.' }) count!: number;
  @ApiProperty({ description: 'How many dead letters the queue has now.' }) remaining!: number;
}

/** Everything at once is too much to ask for by leaving something out. */
export function toWhich(body: OperateDeadLettersDto | null | undefined): WhichDeadLetters {
  const { id, all } = body ?? {};
  if (typeof id === 'string' && all === undefined) return { id };
  if (all === true && id === undefined) return { all };
  throw new RequestInvalid([{ field: 'id', message: 'either id or all: true must be given' }]);
}

export function toDeadLetterListDto({ items, queues }: DeadLetterList): DeadLetterListDto {
  return {
    items: items.map(toDeadLetterDto),
    queues: queues.map(({ queue, count }) => ({ queue, count })),
  };
}

export function toDeadLettersChangedDto({
  queue,
  action,
  count,
  remaining,
}: DeadLettersChanged): DeadLettersChangedDto {
  return { queue, action, count, remaining };
}

function toDeadLetterDto(letter: DeadLetter): DeadLetterDto {
  return {
    id: letter.id,
    queue: letter.queue,
    reason: letter.reason,
    attempts: letter.attempts,
    died_at: letter.diedAt?.toISOString() ?? null,
    type: letter.type,
    source: letter.source,
    subject: letter.subject,
    correlation_id: letter.correlationId,
    saga_id: letter.sagaId,
    payload: letter.payload,
    payload_encoding: letter.encoding,
    truncated: letter.truncated,
  };
}
