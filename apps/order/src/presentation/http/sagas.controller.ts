import { Body, Controller, Get, HttpCode, NotFoundException, Param, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiParam, ApiTags } from '@nestjs/swagger';
import { AdminOnly, CurrentUser, pageDto, RequestInvalid } from '@tradewind/http';
import { Dispatcher, isUuid, Principal } from '@tradewind/kernel';
import { OperateManySagas } from '../../application/operate-sagas/operate-many-sagas';
import { OperateSaga, OperateSagaHandler } from '../../application/operate-sagas/operate-saga.handler';
import { SagaQueries } from '../../application/operate-sagas/saga.queries';
import {
  OperatedSagasDto,
  OperateSagaDto,
  OperateSagasDto,
  SAGA_ACTIONS,
  SagaPageDto,
  SagasQuery,
  toOperatedSagasDto,
  toSagaDto,
  toSagaFilter,
} from './sagas.dto';
import { SagaTimelineDto, toSagaTimelineDto } from './timeline.dto';

type Action = OperateSaga['action'];

/** For operators: what the sagas of all orders do, and what can be done about them. */
@ApiTags('sagas')
@AdminOnly()
@Controller('sagas')
export class SagasController {
  constructor(
    private readonly dispatcher: Dispatcher,
    private readonly operateSaga: OperateSagaHandler,
    private readonly operateMany: OperateManySagas,
    private readonly sagas: SagaQueries,
  ) {}

  @Get()
  @ApiOkResponse({ type: SagaPageDto })
  async list(@Query() query: SagasQuery): Promise<SagaPageDto> {
    return pageDto(await this.sagas.list(toSagaFilter(query), query.toPageRequest(isUuid)), toSagaDto);
  }

  @Get(':id')
  @ApiOkResponse({ type: SagaTimelineDto })
  async find(@Param('id') id: string): Promise<SagaTimelineDto> {
    return toSagaTimelineDto(await this.sagas.get(id));
  }

  /** All that a filter finds, 100 at most in one call. */
  @Post(':action')
  @HttpCode(202)
  @ApiParam({ name: 'action', enum: SAGA_ACTIONS })
  @ApiAcceptedResponse({ type: OperatedSagasDto })
  async operateByFilter(
    @Param('action') name: string,
    @Body() body: OperateSagasDto,
    @CurrentUser() { email: by }: Principal,
  ): Promise<OperatedSagasDto> {
    const action = toAction(name);
    const filter = toSagaFilter(body);
    if (Object.keys(filter).length === 0 && !body.all) {
      const message = 'name at least one of status, definition, step and older_than, or all: true';
      throw new RequestInvalid([{ field: 'all', message }]);
    }
    const command = { action, by, note: body.note ?? null };
    return toOperatedSagasDto(await this.operateMany.run({ status: 'NEEDS_ATTENTION', ...filter }, command));
  }

  @Post(':id/:action')
  @HttpCode(202)
  @ApiParam({ name: 'action', enum: SAGA_ACTIONS })
  @ApiAcceptedResponse({ type: SagaTimelineDto })
  async operate(
    @Param('id') id: string,
    @Param('action') name: string,
    @Body() body: OperateSagaDto,
    @CurrentUser() { email: by }: Principal,
  ): Promise<SagaTimelineDto> {
    const { sagaId } = await this.sagas.get(id);
    await this.dispatcher.run(this.operateSaga, { sagaId, action: toAction(name), by, note: body?.note ?? null });
    return toSagaTimelineDto(await this.sagas.get(sagaId));
  }
}

function toAction(name: string): Action {
  const action = SAGA_ACTIONS.find((known) => known === name);
  if (!action) throw new NotFoundException(`Sagas know ${SAGA_ACTIONS.join(', ')}.`);
  return action;
}
