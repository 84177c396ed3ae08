import { ApiProperty } from '@nestjs/swagger';
import { PaymentStatus } from '@tradewind/kernel';
import { PaymentView, RefundView } from '../../application/find-payment/payment.queries';

export class RefundDto {
  @ApiProperty() id!: string;
  @ApiProperty({ example: 999.99 }) amount!: number;
  @ApiProperty({ example: 'order-cancelled' }) reason!: string;
  @ApiProperty() created_at!: string;
}

export class PaymentDto {
  @ApiProperty() id!: string;
  @ApiProperty() order_id!: string;
  @ApiProperty() customer_id!: string;
  @ApiProperty({ example: 999.99 }) amount!: number;
  @ApiProperty({ example: 0 }) refunded_amount!: number;
  @ApiProperty({ example: 'USD' }) currency!: string;
  @ApiProperty({ enum: PaymentStatus }) status!: PaymentStatus;
  @ApiProperty({ example: 'mock' }) provider!: string;
  @ApiProperty({ type: String, nullable: true }) provider_reference!: string | null;
  @ApiProperty() created_at!: string;
  @ApiProperty() updated_at!: string;
  @ApiProperty({ type: [RefundDto], description: 'Oldest first; together they are refunded_amount.' })
  refunds!: RefundDto[];
}

export function toPaymentDto(view: PaymentView): PaymentDto {
  return {
    id: view.id,
    order_id: view.orderId,
    customer_id: view.customerId,
    amount: view.amount,
    refunded_amount: view.refundedAmount,
    currency: view.currency,
    status: view.status,
    provider: view.provider,
    provider_reference: view.providerReference,
    created_at: view.createdAt.toISOString(),
    updated_at: view.updatedAt.toISOString(),
    refunds: view.refunds.map(toRefundDto),
  };
}

function toRefundDto({ id, amount, reason, createdAt }: RefundView): RefundDto {
  return { id, amount, reason, created_at: createdAt.toISOString() };
}
