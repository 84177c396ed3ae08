import { ApiProperty } from '@nestjs/swagger';
import { OrderStatus } from '@tradewind/kernel';
import { OrderStory } from '../../application/find-order/order-story.query';
import { SagaTimelineDto, toSagaTimelineDto } from './timeline.dto';

type Movement = NonNullable<OrderStory['stock']>[number];
type Payment = NonNullable<OrderStory['payment']>;

export class StoryMovementDto {
  @ApiProperty() product_id!: string;
  @ApiProperty({ enum: ['IN', 'OUT', 'RESERVE', 'RELEASE'] }) type!: string;
  @ApiProperty() change_qty!: number;
  @ApiProperty() reason!: string;
  @ApiProperty() created_at!: string;
}

export class StoryRefundDto {
  @ApiProperty() amount!: number;
  @ApiProperty() reason!: string;
  @ApiProperty() created_at!: string;
}

export class StoryPaymentDto {
  @ApiProperty() id!: string;
  @ApiProperty() status!: string;
  @ApiProperty() amount!: number;
  @ApiProperty() refunded_amount!: number;
  @ApiProperty() currency!: string;
  @ApiProperty() provider!: string;
  @ApiProperty({ type: String, nullable: true }) provider_reference!: string | null;
  @ApiProperty() created_at!: string;
  @ApiProperty({ type: [StoryRefundDto] }) refunds!: StoryRefundDto[];
}

export class OrderStoryDto {
  @ApiProperty() order_id!: string;
  @ApiProperty() order_number!: string;
  @ApiProperty({ enum: OrderStatus }) order_status!: OrderStatus;
  @ApiProperty({ type: String, nullable: true }) status_reason!: string | null;
  @ApiProperty({ type: [SagaTimelineDto] }) sagas!: SagaTimelineDto[];
  @ApiProperty({ type: [StoryMovementDto], nullable: true, description: 'The stock ledger; null if unanswered.' })
  stock!: StoryMovementDto[] | null;
  @ApiProperty({ type: StoryPaymentDto, nullable: true, description: 'Null if unanswered, or if nothing was charged.' })
  payment!: StoryPaymentDto | null;
  @ApiProperty({ type: [String], enum: ['inventory', 'payment'], description: 'Services that did not answer in 2 s.' })
  unanswered!: string[];
}

export function toOrderStoryDto({ order, sagas, stock, payment, unanswered }: OrderStory): OrderStoryDto {
  return {
    order_id: order.id,
    order_number: order.orderNumber,
    order_status: order.status,
    status_reason: order.statusReason,
    sagas: sagas.map(toSagaTimelineDto),
    stock: stock?.map(toMovementDto) ?? null,
    payment: payment && toPaymentDto(payment),
    unanswered: [...unanswered],
  };
}

function toMovementDto(movement: Movement): StoryMovementDto {
  return {
    product_id: movement.productId,
    type: movement.type,
    change_qty: movement.change,
    reason: movement.reason,
    created_at: movement.createdAt.toISOString(),
  };
}

function toPaymentDto(payment: Payment): StoryPaymentDto {
  return {
    id: payment.id,
    status: payment.status,
    amount: payment.amount,
    refunded_amount: payment.refundedAmount,
    currency: payment.currency,
    provider: payment.provider,
    provider_reference: payment.providerReference,
    created_at: payment.createdAt.toISOString(),
    refunds: payment.refunds.map(({ amount, reason, createdAt }) => ({
      amount,
      reason,
      created_at: createdAt.toISOString(),
    })),
  };
}
