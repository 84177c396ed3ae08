import { Controller, Get, Headers, Param, Res } from '@nestjs/common';
import {
  ApiExtraModels,
  ApiHeader,
  ApiNoContentResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiServiceUnavailableResponse,
  ApiTags,
} from '@nestjs/swagger';
import { CurrentUser, SignedIn } from '@tradewind/http';
import { Principal } from '@tradewind/kernel';
import type { FastifyReply } from 'fastify';
import { FollowOrder, OrderEventsQuery } from '../../application/find-order/order-events.query';
import { ServerSentEvent } from './event-stream';
import { OpenStreams } from './open-streams';
import { lastEventPosition, OrderStepDto, toServerSentEvent } from './order-events.dto';

@ApiTags('orders')
@SignedIn()
@Controller('orders')
export class OrderEventsController {
  constructor(
    private readonly events: OrderEventsQuery,
    private readonly streams: OpenStreams,
  ) {}

  @Get(':id/events')
  @ApiHeader({
    name: 'Last-Event-ID',
    required: false,
    description: 'The id of the last step that was heard: the stream goes on after it.',
  })
  @ApiExtraModels(OrderStepDto)
  @ApiOkResponse({
    description:
      'Server-sent events: `order` (an OrderDto: first of all, and when its status or status_reason changes), `step` ' +
      '(an OrderStepDto; its id is what Last-Event-ID takes) and `end` (nothing will happen any more; the stream ' +
      'closes). A comment is sent after 15 s of silence. The stream ends with the token, and soon after a logout.',
    content: { 'text/event-stream': { schema: { type: 'string' } } },
  })
  @ApiNoContentResponse({ description: 'Nothing will happen any more, and all steps have been heard.' })
  @ApiNotFoundResponse({ description: 'Another customer’s order, or none.' })
  @ApiServiceUnavailableResponse({ description: 'Too many streams are open; Retry-After says when to try again.' })
  async watch(
    @Param('id') id: string,
    @CurrentUser() caller: Principal,
    @Headers('last-event-id') lastEventId: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const follow = await this.events.after(lastEventPosition(lastEventId), id, caller);
    if (follow) this.streams.send(reply, (signal) => toServerSentEvents(follow(signal)), caller);
    else void reply.status(204).send();
  }
}

async function* toServerSentEvents(events: ReturnType<FollowOrder>): AsyncGenerator<ServerSentEvent, void> {
  for await (const event of events) yield toServerSentEvent(event);
}
