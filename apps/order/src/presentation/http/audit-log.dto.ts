import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { PageQuery } from '@tradewind/http';
import { IsOptional, IsString, Length } from 'class-validator';
import { RecordedEntry } from '../../application/ports/audit-log';

export class AuditLogQuery extends PageQuery {
  @ApiPropertyOptional({ minLength: 1, maxLength: 100, description: 'The id of a saga, or the name of a queue.' })
  @IsOptional()
  @IsString()
  @Length(1, 100)
  readonly target?: string;
}

export class AuditEntryDto {
  @ApiProperty() id!: string;
  @ApiProperty() created_at!: string;
  @ApiProperty({ description: 'The address of the ADMIN.' }) by!: string;
  @ApiProperty({ example: 'saga.retry' }) action!: string;
  @ApiProperty() target!: string;
  @ApiProperty({ type: String, nullable: true }) note!: string | null;
  @ApiProperty({ type: Object, description: 'What it changed.' }) details!: unknown;
  @ApiProperty({ type: String, nullable: true }) correlation_id!: string | null;
}

export class AuditPageDto {
  @ApiProperty({ type: [AuditEntryDto] }) items!: AuditEntryDto[];
  @ApiProperty({ type: String, nullable: true }) next_cursor!: string | null;
}

export function toAuditEntryDto({ createdAt, correlationId, ...entry }: RecordedEntry): AuditEntryDto {
  const { id, by, action, target, note, details } = entry;
  return { id, created_at: createdAt.toISOString(), by, action, target, note, details, correlation_id: correlationId };
}
