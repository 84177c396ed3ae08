import { newId } from '@tradewind/kernel';
import { setTimeout as sleep } from 'node:timers/promises';
import { DataSource } from 'typeorm';
import {
  ChargeRequest,
  ChargeResult,
  OutcomeUnknown,
  PaymentProvider,
  ProviderUnavailable,
  RefundRequest,
  RefundResult,
} from '../../application/ports/payment-provider';

interface ChargeRow {
  calls: number;
  outcome: ChargeResult['outcome'] | null;
  reference: string | null;
  reason: string | null;
}

/** How many calls about one payment fail with `pm_card_error`. */
const FAILURES = 2;

/**
 * Stands in for a remote provider. Its memory survives us: it is written at once, outside any transaction of ours, and
 * a key that it knows is answered as before.
 */
export class MockPaymentProvider extends PaymentProvider {
  readonly name = 'mock';

  constructor(
    private readonly dataSource: DataSource,
    private readonly slowMs: number,
  ) {
    super();
  }

  async charge(request: ChargeRequest): Promise<ChargeResult> {
    const { idempotencyKey, method } = request;
    const heard = await this.hear(request);
    const before = toResult(heard);
    if (before) return before;
    switch (method) {
      case 'pm_card_visa':
        return this.capture(idempotencyKey);
      case 'pm_card_slow':
        return this.captureSlowly(idempotencyKey);
      case 'pm_card_error':
        if (heard.calls <= FAILURES) throw new ProviderUnavailable(`call ${heard.calls} was turned away`);
        return this.capture(idempotencyKey);
      case 'pm_card_unknown':
        await this.capture(idempotencyKey);
        throw new OutcomeUnknown('the connection broke before the answer');
      case 'pm_card_declined':
        return this.decline(idempotencyKey, 'the card was declined');
      default:
        return this.decline(idempotencyKey, 'there is no such payment method');
    }
  }

  async refund({ idempotencyKey, reference, amount }: RefundRequest): Promise<RefundResult> {
    return this.dataSource.transaction(async (manager) => {
      const [charge] = await manager.query<{ amount: string }[]>(
        'SELECT amount FROM mock_provider_charges WHERE reference = $1 FOR UPDATE',
        [reference],
      );
      if (!charge) return { outcome: 'refused', reason: 'there is no such charge' };
      const refunds = await manager.query<{ idempotency_key: string; amount: string }[]>(
        'SELECT idempotency_key, amount FROM mock_provider_refunds WHERE reference = $1',
        [reference],
      );
      if (refunds.some((refund) => refund.idempotency_key === idempotencyKey)) return { outcome: 'refunded' };
      const given = refunds.reduce((sum, refund) => sum + Number(refund.amount), 0);
      if (given + amount.minor > Number(charge.amount)) return { outcome: 'refused', reason: 'more than was charged' };
      await manager.query(
        'INSERT INTO mock_provider_refunds (idempotency_key, reference, amount) VALUES ($1, $2, $3)',
        [idempotencyKey, reference, amount.minor],
      );
      return { outcome: 'refunded' };
    });
  }

  async find(idempotencyKey: string): Promise<ChargeResult | undefined> {
    const [row] = await this.dataSource.query<ChargeRow[]>(
      'SELECT calls, outcome, reference, reason FROM mock_provider_charges WHERE idempotency_key = $1',
      [idempotencyKey],
    );
    return row && toResult(row);
  }

  private async hear({ idempotencyKey, method, amount }: ChargeRequest): Promise<ChargeRow> {
    const [row] = await this.dataSource.query<ChargeRow[]>(
      `INSERT INTO mock_provider_charges AS known (idempotency_key, method, amount, currency) VALUES ($1, $2, $3, $4)
       ON CONFLICT (idempotency_key) DO UPDATE SET calls = known.calls + 1
       RETURNING calls, outcome, reference, reason`,
      [idempotencyKey, method, amount.minor, amount.currency],
    );
    return row!;
  }

  /** The money moves half-way, so that whoever asks meanwhile may find either. */
  private async captureSlowly(key: string): Promise<ChargeResult> {
    await sleep(this.slowMs / 2);
    const result = await this.capture(key);
    await sleep(this.slowMs / 2);
    return result;
  }

  private async capture(key: string): Promise<ChargeResult> {
    return this.decide(key, { outcome: 'captured', reference: `mock_${newId()}` });
  }

  private async decline(key: string, reason: string): Promise<ChargeResult> {
    return this.decide(key, { outcome: 'declined', reason });
  }

  /** The first decision stays, however many calls with this key there are at once. */
  private async decide(key: string, result: ChargeResult): Promise<ChargeResult> {
    const [reference, reason] = result.outcome === 'captured' ? [result.reference, null] : [null, result.reason];
    await this.dataSource.query(
      `UPDATE mock_provider_charges SET outcome = $2, reference = $3, reason = $4
       WHERE idempotency_key = $1 AND outcome IS NULL`,
      [key, result.outcome, reference, reason],
    );
    return (await this.find(key))!;
  }
}

function toResult({ outcome, reference, reason }: ChargeRow): ChargeResult | undefined {
  if (outcome === null) return undefined;
  return outcome === 'captured' ? { outcome, reference: reference! } : { outcome, reason: reason! };
}
