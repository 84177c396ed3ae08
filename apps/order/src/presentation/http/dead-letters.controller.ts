import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiNotFoundResponse, ApiOkResponse, ApiParam, ApiTags } from '@nestjs/swagger';
import { AdminOnly, CurrentUser } from '@tradewind/http';
import { Principal } from '@tradewind/kernel';
import { DeadLetterQueries } from '../../application/operate-dead-letters/dead-letter.queries';
import { OperateDeadLetters } from '../../application/operate-dead-letters/operate-dead-letters';
import { DeadLetterAction } from '../../application/ports/dead-letter-queues';
import {
  DeadLetterListDto,
  DeadLettersChangedDto,
  DeadLettersQuery,
  OperateDeadLettersDto,
  toDeadLetterListDto,
  toDeadLettersChangedDto,
  toWhich,
} from './dead-letters.dto';

const QUEUE = { name: 'queue', example: 'order.replies', description: 'Or `order.replies.dead`.' };

/** For operators: the messages that no service could handle, and what can be done about them. */
@ApiTags('dead letters')
@AdminOnly()
@Controller('dead-letters')
export class DeadLettersController {
  constructor(
    private readonly deadLetters: DeadLetterQueries,
    private readonly operateDeadLetters: OperateDeadLetters,
  ) {}

  @Get()
  @ApiOkResponse({
    type: DeadLetterListDto,
    description: 'The oldest of each queue, oldest first, and how many there are. There are no further pages.',
  })
  @ApiNotFoundResponse({ description: 'There is no such queue.' })
  async list(@Query() { queue, limit }: DeadLettersQuery): Promise<DeadLetterListDto> {
    return toDeadLetterListDto(await this.deadLetters.list(queue, limit));
  }

  @Post(':queue/replay')
  @HttpCode(200)
  @ApiParam(QUEUE)
  @ApiOkResponse({ type: DeadLettersChangedDto, description: 'They were sent to the queue again.' })
  async replay(
    @Param('queue') queue: string,
    @Body() body: OperateDeadLettersDto,
    @CurrentUser() { email }: Principal,
  ): Promise<DeadLettersChangedDto> {
    return this.operate('replay', queue, body, email);
  }

  @Post(':queue/discard')
  @HttpCode(200)
  @ApiParam(QUEUE)
  @ApiOkResponse({ type: DeadLettersChangedDto, description: 'They are gone; the audit log keeps a copy.' })
  async discard(
    @Param('queue') queue: string,
    @Body() body: OperateDeadLettersDto,
    @CurrentUser() { email }: Principal,
  ): Promise<DeadLettersChangedDto> {
    return this.operate('discard', queue, body, email);
  }

  private async operate(action: DeadLetterAction, queue: string, body: OperateDeadLettersDto, by: string) {
    const command = { action, queue, which: toWhich(body), by, note: body.note ?? null };
    return toDeadLettersChangedDto(await this.operateDeadLetters.run(command));
  }
}
