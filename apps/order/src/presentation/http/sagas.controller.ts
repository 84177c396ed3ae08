import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { AdminOnly, CurrentUser, pageDto } from '@tradewind/http';
import { Dispatcher, isUuid, Principal } from '@tradewind/kernel';
import { RetrySagaHandler } from '../../application/operate-sagas/retry-saga.handler';
import { SagaQueries } from '../../application/operate-sagas/saga.queries';
import { SagaPageDto, SagasQuery, toSagaDto } from './sagas.dto';
import { SagaTimelineDto, toSagaTimelineDto } from './timeline.dto';

/** For operators: what the sagas of all orders do, and a way on for those that wait for a person. */
@ApiTags('sagas')
@AdminOnly()
@Controller('sagas')
export class SagasController {
  constructor(
    private readonly dispatcher: Dispatcher,
    private readonly retrySaga: RetrySagaHandler,
    private readonly sagas: SagaQueries,
  ) {}

  @Get()
  @ApiOkResponse({ type: SagaPageDto })
  async list(@Query() query: SagasQuery): Promise<SagaPageDto> {
    const { status, definition } = query;
    const filter = { ...(status ? { status } : {}), ...(definition ? { definition } : {}) };
    return pageDto(await this.sagas.list(filter, query.toPageRequest(isUuid)), toSagaDto);
  }

  @Get(':id')
  @ApiOkResponse({ type: SagaTimelineDto })
  async find(@Param('id') id: string): Promise<SagaTimelineDto> {
    return toSagaTimelineDto(await this.sagas.get(id));
  }

  @Post(':id/retry')
  @HttpCode(202)
  @ApiAcceptedResponse({ type: SagaTimelineDto })
  async retry(@Param('id') id: string, @CurrentUser() { email: by }: Principal): Promise<SagaTimelineDto> {
    const { sagaId } = await this.sagas.get(id);
    await this.dispatcher.run(this.retrySaga, { sagaId, by });
    return toSagaTimelineDto(await this.sagas.get(sagaId));
  }
}
