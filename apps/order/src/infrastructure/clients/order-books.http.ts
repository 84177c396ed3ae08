import { HttpService } from '@nestjs/axios';
import { Logger } from '@nestjs/common';
import { contextHeaders } from '@tradewind/kernel';
import { firstValueFrom } from 'rxjs';
import { BookUnavailable, OrderBooks, OrderPayment, StockMovement } from '../../application/ports/order-books';

/** A story is told without the books that take longer than this. */
const PATIENCE_MS = 2_000;

interface MovementDto {
  product_id: string;
  type: string;
  change_qty: number;
  reason: string;
  created_at: string;
}

interface PaymentDto {
  id: string;
  status: string;
  amount: number;
  refunded_amount: number;
  currency: string;
  provider: string;
  provider_reference: string | null;
  created_at: string;
  refunds: { amount: number; reason: string; created_at: string }[];
}

/** Asks inventory and payment in the caller's name. */
export class HttpOrderBooks extends OrderBooks {
  private readonly logger = new Logger(HttpOrderBooks.name);

  constructor(
    private readonly http: HttpService,
    private readonly urls: { readonly inventory: string; readonly payment: string },
  ) {
    super();
  }

  async stockMovements(orderId: string, credentials: string): Promise<StockMovement[]> {
    const url = `${this.urls.inventory}/api/inventory/orders/${orderId}/transactions`;
    const answer = await this.ask<{ items: MovementDto[] }>(url, credentials);
    return answer?.items.map(toMovement) ?? [];
  }

  async payment(orderId: string, credentials: string): Promise<OrderPayment | null> {
    const answer = await this.ask<PaymentDto>(`${this.urls.payment}/api/payments/order/${orderId}`, credentials);
    return answer && toPayment(answer);
  }

  /** @returns null for a 404: nothing was written about the order. */
  private async ask<T>(url: string, authorization: string): Promise<T | null> {
    try {
      const { status, data } = await firstValueFrom(
        this.http.get<T>(url, {
          headers: { ...contextHeaders(), authorization },
          signal: AbortSignal.timeout(PATIENCE_MS),
          validateStatus: (code) => code === 200 || code === 404,
        }),
      );
      return status === 200 ? data : null;
    } catch (error) {
      this.logger.warn(`${url} does not answer: ${String(error)}`);
      throw new BookUnavailable(url, { cause: error });
    }
  }
}

function toMovement(dto: MovementDto): StockMovement {
  const { product_id: productId, type, change_qty: change, reason, created_at } = dto;
  return { productId, type, change, reason, createdAt: new Date(created_at) };
}

function toPayment(dto: PaymentDto): OrderPayment {
  return {
    id: dto.id,
    status: dto.status,
    amount: dto.amount,
    refundedAmount: dto.refunded_amount,
    currency: dto.currency,
    provider: dto.provider,
    providerReference: dto.provider_reference,
    createdAt: new Date(dto.created_at),
    refunds: dto.refunds.map(({ amount, reason, created_at }) => ({
      amount,
      reason,
      createdAt: new Date(created_at),
    })),
  };
}
