import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { StockMovementType } from '@tradewind/kernel';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Length, Matches, Max, Min } from 'class-validator';
import { MovementView, OrderStockView, StockView } from '../../application/find-stock/stock.queries';

const MOST = 1_000_000_000;
const PRODUCT_ID = /^[A-Za-z0-9._-]{1,64}$/;

export class AddItemDto {
  @ApiProperty({ example: 'prod-001', pattern: PRODUCT_ID.source })
  @Matches(PRODUCT_ID)
  readonly product_id!: string;

  @ApiProperty({ example: 'iPhone 15 Pro', minLength: 1, maxLength: 200 })
  @IsString()
  @Length(1, 200)
  readonly product_name!: string;

  @ApiProperty({ type: 'integer', example: 100, minimum: 0, maximum: MOST })
  @IsInt()
  @Min(0)
  @Max(MOST)
  readonly quantity!: number;

  @ApiPropertyOptional({ type: 'integer', nullable: true, example: 10, minimum: 0, maximum: MOST, default: 0 })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(MOST)
  readonly low_stock_threshold?: number | null;
}

export class AdjustStockDto {
  @ApiProperty({ type: 'integer', example: 5, minimum: 1, maximum: MOST })
  @IsInt()
  @Min(1)
  @Max(MOST)
  readonly quantity!: number;

  @ApiProperty({ example: 'delivery 4711', minLength: 1, maxLength: 200 })
  @IsString()
  @Length(1, 200)
  readonly reason!: string;
}

export class CheckQuery {
  @ApiProperty({ type: 'integer', example: 2, minimum: 1, maximum: MOST })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MOST)
  readonly quantity!: number;
}

export class ItemDto {
  @ApiProperty() product_id!: string;
  @ApiProperty() product_name!: string;
  @ApiProperty({ description: 'Units on hand, reserved ones included.' }) quantity!: number;
  @ApiProperty() reserved_qty!: number;
  @ApiProperty({ description: 'quantity - reserved_qty' }) available_qty!: number;
  @ApiProperty() low_stock_threshold!: number;
  @ApiProperty() updated_at!: string;
}

export class ItemPageDto {
  @ApiProperty({ type: [ItemDto] }) items!: ItemDto[];
  @ApiProperty({ type: String, nullable: true }) next_cursor!: string | null;
}

export class AvailabilityDto {
  @ApiProperty() product_id!: string;
  @ApiProperty() requested_qty!: number;
  @ApiProperty() available_qty!: number;
  @ApiProperty() available!: boolean;
}

export class MovementDto {
  @ApiProperty() id!: string;
  @ApiProperty() product_id!: string;
  @ApiProperty({ description: 'Signed: IN and RESERVE add, OUT and RELEASE take.' }) change_qty!: number;
  @ApiProperty({ enum: StockMovementType }) type!: StockMovementType;
  @ApiProperty() reason!: string;
  @ApiProperty({ type: String, nullable: true }) order_id!: string | null;
  @ApiProperty() created_at!: string;
}

export class MovementPageDto {
  @ApiProperty({ type: [MovementDto] }) items!: MovementDto[];
  @ApiProperty({ type: String, nullable: true }) next_cursor!: string | null;
}

export class ReservationDto {
  @ApiProperty({ enum: ['ACTIVE', 'RELEASED', 'COMMITTED', 'RETURNED'] }) status!: string;
  @ApiProperty() created_at!: string;
  @ApiProperty() updated_at!: string;
}

export class OrderStockDto {
  @ApiProperty() order_id!: string;
  @ApiProperty({ type: ReservationDto, nullable: true }) reservation!: ReservationDto | null;
  @ApiProperty({ type: [MovementDto], description: 'All of them, oldest first.' }) items!: MovementDto[];
}

export function toItemDto(view: StockView): ItemDto {
  return {
    product_id: view.productId,
    product_name: view.productName,
    quantity: view.quantity,
    reserved_qty: view.reserved,
    available_qty: view.available,
    low_stock_threshold: view.lowStockThreshold,
    updated_at: view.updatedAt.toISOString(),
  };
}

export function toMovementDto(view: MovementView): MovementDto {
  return {
    id: view.id,
    product_id: view.productId,
    change_qty: view.change,
    type: view.type,
    reason: view.reason,
    order_id: view.orderId,
    created_at: view.createdAt.toISOString(),
  };
}

export function toOrderStockDto({ orderId, reservation, movements }: OrderStockView): OrderStockDto {
  return {
    order_id: orderId,
    reservation: reservation && {
      status: reservation.status,
      created_at: reservation.createdAt.toISOString(),
      updated_at: reservation.updatedAt.toISOString(),
    },
    items: movements.map(toMovementDto),
  };
}
