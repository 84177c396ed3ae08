import { Body, Controller, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Dispatcher, isUuid, Principal, UseCase } from '@tradewind/kernel';
import { AdminOnly, CurrentUser, PageQuery, pageDto, SignedIn } from '@tradewind/http';
import { AddItemHandler } from '../../application/add-item/add-item.handler';
import { AdjustStock, ReduceStockHandler, RestockHandler } from '../../application/adjust-stock/adjust-stock.handlers';
import { StockQueries } from '../../application/find-stock/stock.queries';
import {
  AddItemDto,
  AdjustStockDto,
  AvailabilityDto,
  CheckQuery,
  ItemDto,
  ItemPageDto,
  MovementPageDto,
  OrderStockDto,
  toItemDto,
  toMovementDto,
  toOrderStockDto,
} from './inventory.dto';

@ApiTags('inventory')
@Controller('inventory')
export class InventoryController {
  constructor(
    private readonly dispatcher: Dispatcher,
    private readonly addItem: AddItemHandler,
    private readonly reduceStock: ReduceStockHandler,
    private readonly restock: RestockHandler,
    private readonly stock: StockQueries,
  ) {}

  @Post()
  @AdminOnly()
  @ApiCreatedResponse({ type: ItemDto })
  async add(@Body() body: AddItemDto): Promise<ItemDto> {
    await this.dispatcher.run(this.addItem, {
      productId: body.product_id,
      productName: body.product_name,
      quantity: body.quantity,
      lowStockThreshold: body.low_stock_threshold ?? 0,
    });
    return toItemDto(await this.stock.get(body.product_id));
  }

  @Get()
  @SignedIn()
  @ApiOkResponse({ type: ItemPageDto })
  async list(@Query() query: PageQuery): Promise<ItemPageDto> {
    return pageDto(await this.stock.list(query.toPageRequest()), toItemDto);
  }

  @Get(':product_id')
  @SignedIn()
  @ApiOkResponse({ type: ItemDto })
  async find(@Param('product_id') productId: string): Promise<ItemDto> {
    return toItemDto(await this.stock.get(productId));
  }

  @Get(':product_id/check')
  @SignedIn()
  @ApiOkResponse({ type: AvailabilityDto })
  async check(@Param('product_id') productId: string, @Query() query: CheckQuery): Promise<AvailabilityDto> {
    const { available } = await this.stock.get(productId);
    return {
      product_id: productId,
      requested_qty: query.quantity,
      available_qty: available,
      available: available >= query.quantity,
    };
  }

  @Patch(':product_id/reduce')
  @AdminOnly()
  @ApiOkResponse({ type: ItemDto })
  async reduce(@Param('product_id') productId: string, @Body() body: AdjustStockDto): Promise<ItemDto> {
    return this.adjust(this.reduceStock, productId, body);
  }

  @Patch(':product_id/restock')
  @AdminOnly()
  @ApiOkResponse({ type: ItemDto })
  async addUnits(@Param('product_id') productId: string, @Body() body: AdjustStockDto): Promise<ItemDto> {
    return this.adjust(this.restock, productId, body);
  }

  @Get(':product_id/transactions')
  @AdminOnly()
  @ApiOkResponse({ type: MovementPageDto })
  async transactions(@Param('product_id') productId: string, @Query() query: PageQuery): Promise<MovementPageDto> {
    await this.stock.get(productId);
    return pageDto(await this.stock.ledger(productId, query.toPageRequest(isUuid)), toMovementDto);
  }

  /** Has one part more than any route of a product, so a product may be called `orders`. */
  @Get('orders/:order_id/transactions')
  @SignedIn()
  @ApiOkResponse({ type: OrderStockDto })
  async transactionsOfOrder(
    @Param('order_id') orderId: string,
    @CurrentUser() caller: Principal,
  ): Promise<OrderStockDto> {
    return toOrderStockDto(await this.stock.getOfOrder(orderId, caller));
  }

  private async adjust(by: UseCase<AdjustStock>, productId: string, body: AdjustStockDto): Promise<ItemDto> {
    await this.dispatcher.run(by, { productId, quantity: body.quantity, reason: body.reason });
    return toItemDto(await this.stock.get(productId));
  }
}
