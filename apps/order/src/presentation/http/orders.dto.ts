import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { OrderStatus } from '@tradewind/kernel';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsEmail,
  IsIn,
  IsInt,
  IsNumber,
  IsObject,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { OrderView } from '../../application/find-order/order.queries';

const PRODUCT_ID = /^[A-Za-z0-9._-]{1,64}$/;
const PAYMENT_METHOD = /^[A-Za-z0-9_]{1,64}$/;

export class PlaceOrderItemDto {
  @ApiProperty({ example: 'prod-001', pattern: PRODUCT_ID.source })
  @Matches(PRODUCT_ID)
  readonly product_id!: string;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    example: 'iPhone 15 Pro',
    minLength: 1,
    maxLength: 200,
    description: 'Accepted and ignored: the name is the catalog’s.',
  })
  @IsOptional()
  @IsString()
  @Length(1, 200)
  readonly product_name?: string | null;

  @ApiProperty({ type: 'integer', example: 1, minimum: 1, maximum: 10_000 })
  @IsInt()
  @Min(1)
  @Max(10_000)
  readonly quantity!: number;

  @ApiPropertyOptional({
    type: Number,
    nullable: true,
    example: 999.99,
    minimum: 0,
    description: 'The price that was shown; 409 when the catalog differs.',
  })
  @IsOptional()
  @IsNumber({ allowNaN: false, allowInfinity: false })
  @Min(0)
  readonly unit_price?: number | null;
}

export class PlaceOrderDto {
  @ApiPropertyOptional({
    type: String,
    nullable: true,
    example: 'Yash',
    pattern: '\\S',
    minLength: 1,
    maxLength: 100,
    description: 'One line.',
  })
  @IsOptional()
  @IsString()
  @Length(1, 100)
  @Matches(/^(?=.*\S)[^\p{Cc}\p{Zl}\p{Zp}]*$/u, { message: 'customer_name must be one line and not blank' })
  readonly customer_name?: string | null;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    format: 'email',
    example: 'yash@example.com',
    description: 'Must be the address of the token.',
  })
  @IsOptional()
  @IsEmail()
  readonly customer_email?: string | null;

  @ApiProperty({ type: [PlaceOrderItemDto], minItems: 1, maxItems: 100 })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  // Without it, a list inside the list would pass as its own items.
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => PlaceOrderItemDto)
  readonly items!: PlaceOrderItemDto[];

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    example: 'pm_card_visa',
    default: 'pm_card_visa',
    pattern: PAYMENT_METHOD.source,
  })
  @IsOptional()
  @Matches(PAYMENT_METHOD)
  readonly payment_method?: string | null;
}

export class ChangeStatusDto {
  @ApiProperty({ enum: OrderStatus, description: 'SHIPPED, DELIVERED or CANCELLED; the others are never set by hand.' })
  @IsIn(Object.values(OrderStatus))
  readonly status!: OrderStatus;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    minLength: 1,
    maxLength: 200,
    description: 'Shown as status_reason of SHIPPED and DELIVERED.',
  })
  @IsOptional()
  @IsString()
  @Length(1, 200)
  readonly reason?: string | null;
}

export class OrderItemDto {
  @ApiProperty() product_id!: string;
  @ApiProperty() product_name!: string;
  @ApiProperty() quantity!: number;
  @ApiProperty() unit_price!: number;
  @ApiProperty() total_price!: number;
}

export class OrderDto {
  @ApiProperty() id!: string;
  @ApiProperty({ example: 'ORD-20260101-000001' }) order_number!: string;
  @ApiProperty() customer_id!: string;
  @ApiProperty() customer_email!: string;
  @ApiProperty() customer_name!: string;
  @ApiProperty({ type: [OrderItemDto] }) items!: OrderItemDto[];
  @ApiProperty() total_amount!: number;
  @ApiProperty() currency!: string;
  @ApiProperty({ enum: OrderStatus }) status!: OrderStatus;
  @ApiProperty({ type: String, nullable: true }) status_reason!: string | null;
  @ApiProperty() created_at!: string;
  @ApiProperty() updated_at!: string;
}

export class OrderPageDto {
  @ApiProperty({ type: [OrderDto] }) items!: OrderDto[];
  @ApiProperty({ type: String, nullable: true }) next_cursor!: string | null;
}

export function toOrderDto(view: OrderView): OrderDto {
  return {
    id: view.id,
    order_number: view.orderNumber,
    customer_id: view.customerId,
    customer_email: view.customerEmail,
    customer_name: view.customerName,
    items: view.items.map((item) => ({
      product_id: item.productId,
      product_name: item.productName,
      quantity: item.quantity,
      unit_price: item.unitPrice,
      total_price: item.totalPrice,
    })),
    total_amount: view.totalAmount,
    currency: view.currency,
    status: view.status,
    status_reason: view.statusReason,
    created_at: view.createdAt.toISOString(),
    updated_at: view.updatedAt.toISOString(),
  };
}
