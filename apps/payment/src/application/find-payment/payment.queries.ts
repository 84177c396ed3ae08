import { aboutOrder, isAdmin, PaymentStatus, Principal } from '@tradewind/kernel';
import { PaymentNotFound } from '../../domain/payment.errors';

export interface RefundView {
  readonly id: string;
  /** Major units. */
  readonly amount: number;
  readonly reason: string;
  readonly createdAt: Date;
}

export interface PaymentView {
  readonly id: string;
  readonly orderId: string;
  readonly customerId: string;
  /** Major units. */
  readonly amount: number;
  readonly refundedAmount: number;
  readonly currency: string;
  readonly status: PaymentStatus;
  readonly provider: string;
  readonly providerReference: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  /** Oldest first; together they are `refundedAmount`. */
  readonly refunds: readonly RefundView[];
}

/** Reads for the API; they skip the domain but not the question whose payment it is. */
export abstract class PaymentQueries {
  protected abstract findById(id: string): Promise<PaymentView | undefined>;
  protected abstract findByOrder(orderId: string): Promise<PaymentView | undefined>;

  /** @throws PaymentNotFound, for another customer's payment too */
  async get(id: string, caller: Principal): Promise<PaymentView> {
    return visible(await this.findById(id), caller);
  }

  /** @throws PaymentNotFound, for another customer's payment too */
  async getByOrder(orderId: string, caller: Principal): Promise<PaymentView> {
    return visible(await this.findByOrder(orderId), caller);
  }
}

function visible(payment: PaymentView | undefined, caller: Principal): PaymentView {
  if (!payment || !(isAdmin(caller) || payment.customerId === caller.userId)) throw new PaymentNotFound();
  aboutOrder(payment.orderId);
  return payment;
}
