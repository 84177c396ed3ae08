import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { AdminOnly, pageDto } from '@tradewind/http';
import { isUuid } from '@tradewind/kernel';
import { AuditLog } from '../../application/ports/audit-log';
import { AuditLogQuery, AuditPageDto, toAuditEntryDto } from './audit-log.dto';

/** What operators did by hand, and why. */
@ApiTags('audit log')
@AdminOnly()
@Controller('audit-log')
export class AuditLogController {
  constructor(private readonly log: AuditLog) {}

  @Get()
  @ApiOkResponse({ type: AuditPageDto })
  async list(@Query() query: AuditLogQuery): Promise<AuditPageDto> {
    const filter = query.target === undefined ? {} : { target: query.target };
    return pageDto(await this.log.list(filter, query.toPageRequest(isUuid)), toAuditEntryDto);
  }
}
