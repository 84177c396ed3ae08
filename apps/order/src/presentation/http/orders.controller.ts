import { Body, Controller, Delete, Get, Headers, HttpCode, Param, Patch, Post, Query, Res } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiCreatedResponse,
  ApiHeader,
  ApiOkResponse,
  ApiProduces,
  ApiTags,
} from '@nestjs/swagger';
import { AdminOnly, CurrentUser, PageQuery, pageDto, RequestInvalid, SignedIn } from '@tradewind/http';
import { CancelReason, Dispatcher, fingerprintOf, isUuid, OrderStatus, Principal } from '@tradewind/kernel';
import type { FastifyReply } from 'fastify';
import { ChangeStatusHandler } from '../../application/change-status/change-status.handler';
import { OrderStoryQuery } from '../../application/find-order/order-story.query';
import { OrderQueries } from '../../application/find-order/order.queries';
import { PlaceOrderOnce, PlaceOrderOnceHandler } from '../../application/place-order/place-order-once.handler';
import { RequestCancelHandler } from '../../application/request-cancel/request-cancel.handler';
import { OrderProgress } from '../../application/ports/order-progress';
import { ChangeStatusDto, OrderDto, OrderPageDto, PlaceOrderDto, toOrderDto } from './orders.dto';
import { idempotencyKey } from './idempotency-key';
import { preferredWait } from './prefer';
import { prefersText } from './prefers-text';
import { OrderStoryDto, toOrderStoryDto } from './story.dto';
import { storyText } from './story.text';

@ApiTags('orders')
@SignedIn()
@Controller('orders')
export class OrdersController {
  constructor(
    private readonly dispatcher: Dispatcher,
    private readonly placeOrder: PlaceOrderOnceHandler,
    private readonly changeStatus: ChangeStatusHandler,
    private readonly requestCancel: RequestCancelHandler,
    private readonly orders: OrderQueries,
    private readonly stories: OrderStoryQuery,
    private readonly progress: OrderProgress,
  ) {}

  @Post()
  @ApiHeader({
    name: 'Prefer',
    required: false,
    description: '`wait=N`: answer when the saga has ended, after N seconds at most (1 to 30).',
  })
  @ApiHeader({
    name: 'Idempotency-Key',
    required: false,
    description:
      '1 to 255 printable ASCII characters, kept for 24 hours. The same key and body give the same order again; ' +
      'another body is 422; 409 with Retry-After while the first request is being written.',
  })
  @ApiCreatedResponse({
    type: OrderDto,
    headers: {
      Location: { description: 'The path of the order.', schema: { type: 'string' } },
      'Idempotent-Replayed': {
        description: '`true`: an earlier request with this key has placed the order.',
        schema: { type: 'string' },
      },
    },
  })
  async place(
    @Body() body: PlaceOrderDto,
    @CurrentUser() customer: Principal,
    @Headers('idempotency-key') key: string | undefined,
    @Headers('prefer') prefer: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OrderDto> {
    const command = toCommand(body, customer, idempotencyKey(key));
    const { orderId, replayed } = await this.dispatcher.run(this.placeOrder, command);
    void reply.header('location', `/api/orders/${orderId}`);
    if (replayed) void reply.header('idempotent-replayed', 'true');
    const seconds = preferredWait(prefer);
    if (seconds !== undefined) {
      await this.progress.settled(orderId, seconds * 1_000);
      void reply.header('preference-applied', `wait=${seconds}`);
    }
    return toOrderDto(await this.orders.get(orderId, customer));
  }

  @Get()
  @ApiOkResponse({ type: OrderPageDto })
  async list(@CurrentUser() caller: Principal, @Query() query: PageQuery): Promise<OrderPageDto> {
    return pageDto(await this.orders.listFor(caller, query.toPageRequest(isUuid)), toOrderDto);
  }

  @Get('user/:email')
  @ApiOkResponse({ type: OrderPageDto })
  async listByEmail(
    @Param('email') email: string,
    @CurrentUser() caller: Principal,
    @Query() query: PageQuery,
  ): Promise<OrderPageDto> {
    return pageDto(await this.orders.listByEmail(email, caller, query.toPageRequest(isUuid)), toOrderDto);
  }

  @Get(':id')
  @ApiOkResponse({ type: OrderDto })
  async find(@Param('id') id: string, @CurrentUser() caller: Principal): Promise<OrderDto> {
    return toOrderDto(await this.orders.get(id, caller));
  }

  @Patch(':id/status')
  @AdminOnly()
  @ApiOkResponse({ type: OrderDto })
  @ApiAcceptedResponse({ type: OrderDto, description: 'CANCELLED: it is being undone.' })
  async setStatus(
    @Param('id') id: string,
    @Body() { status, reason }: ChangeStatusDto,
    @CurrentUser() caller: Principal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OrderDto> {
    if (status === OrderStatus.Cancelled) return this.cancel(id, caller, reply);
    const { id: orderId } = await this.orders.get(id, caller);
    await this.dispatcher.run(this.changeStatus, { orderId, status, ...(reason ? { note: reason } : {}) });
    return toOrderDto(await this.orders.get(orderId, caller));
  }

  @Patch(':id/cancel')
  @HttpCode(202)
  @ApiAcceptedResponse({ type: OrderDto, description: 'It is being undone.' })
  @ApiOkResponse({ type: OrderDto, description: 'It is CANCELLED.' })
  async cancel(
    @Param('id') id: string,
    @CurrentUser() caller: Principal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OrderDto> {
    const { id: orderId, customerId } = await this.orders.get(id, caller);
    const isTheirs = customerId === caller.userId;
    const reason = isTheirs ? CancelReason.CancelledByCustomer : CancelReason.CancelledByShop;
    await this.dispatcher.run(this.requestCancel, { orderId, reason });
    const order = await this.orders.get(orderId, caller);
    void reply.status(order.status === OrderStatus.Cancelled ? 200 : 202);
    return toOrderDto(order);
  }

  @Delete(':id')
  @HttpCode(202)
  @ApiAcceptedResponse({ type: OrderDto, description: 'It is being undone.' })
  @ApiOkResponse({ type: OrderDto, description: 'It is CANCELLED.' })
  async remove(
    @Param('id') id: string,
    @CurrentUser() caller: Principal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OrderDto> {
    return this.cancel(id, caller, reply);
  }

  @Get(':id/saga')
  @ApiProduces('application/json', 'text/plain')
  @ApiOkResponse({ type: OrderStoryDto, description: 'JSON, or tables for people with `Accept: text/plain`.' })
  async saga(
    @Param('id') id: string,
    @CurrentUser() caller: Principal,
    @Headers('authorization') credentials: string,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OrderStoryDto | string> {
    const story = await this.stories.get(id, caller, credentials);
    void reply.header('vary', 'Accept');
    if (!prefersText(accept)) return toOrderStoryDto(story);
    void reply.type('text/plain; charset=utf-8');
    return storyText(story);
  }
}

/** What is optional may be left out or null. */
function toCommand(body: PlaceOrderDto, customer: Principal, key: string | undefined): PlaceOrderOnce {
  if (body.customer_email && body.customer_email.toLowerCase() !== customer.email.toLowerCase()) {
    throw new RequestInvalid([{ field: 'customer_email', message: 'customer_email must be the address of the token' }]);
  }
  const order = {
    customer,
    ...(body.customer_name ? { customerName: body.customer_name } : {}),
    items: body.items.map((item) => ({
      productId: item.product_id,
      quantity: item.quantity,
      ...(typeof item.unit_price === 'number' ? { expectedPrice: item.unit_price } : {}),
    })),
    paymentMethod: body.payment_method ?? 'pm_card_visa',
  };
  return key === undefined ? { order } : { order, idempotency: { key, fingerprint: fingerprintOf(body) } };
}
