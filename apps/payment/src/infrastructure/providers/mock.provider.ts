import { newId } from '@tradewind/kernel';
import { setTimeout as sleep } from 'node:timers/promises';
import { DataSource } from 'typeorm';
import {
  Charge,
  ChargeResult,
  OutcomeUnknown,
  PaymentProvider,
  ProviderUnavailable,
  Refund,
} from '../../application/ports/payment-provider';

/** `pm_card_error` fails this often before it works. */
const FAILING_CALLS = 2;

interface ChargeRow {
  calls: number;
  outcome: ChargeResult['kind'] | null;
  reference: string;
}

/**
 * A payment provider that moves no money and behaves as its method says: `pm_card_visa` succeeds, `pm_card_declined` is
 * refused, `pm_card_slow` answers late, `pm_card_error` fails twice, `pm_card_unknown` charges and loses the answer; an
 * unknown method is refused. It stands for a remote system: it keeps its own tables, and writes them at once, whatever
 * transaction its caller is in.
 */
export class MockPaymentProvider extends PaymentProvider {
  readonly name = 'mock';

  constructor(
    private readonly dataSource: DataSource,
    private readonly slowSeconds: number,
  ) {
    super();
  }

  async charge({ idempotencyKey, amount, method }: Charge): Promise<ChargeResult> {
    const known = await this.call(idempotencyKey, amount.minor, amount.currency);
    if (known.outcome) return toResult(known);
    if (method === 'pm_card_error' && known.calls <= FAILING_CALLS)
      throw new ProviderUnavailable('the provider is down');
    // The money moves half-way through the wait, so that whoever asks meanwhile may find either.
    const halfMs = method === 'pm_card_slow' ? this.slowSeconds * 500 : 0;
    if (halfMs) await sleep(halfMs);
    const outcome = SUCCEEDING.has(method) ? 'captured' : 'declined';
    await this.dataSource.query('UPDATE mock_provider_charges SET outcome = $2 WHERE idempotency_key = $1', [
      idempotencyKey,
      outcome,
    ]);
    if (method === 'pm_card_unknown') throw new OutcomeUnknown('the answer was lost');
    if (halfMs) await sleep(halfMs);
    return toResult({ ...known, outcome });
  }

  async refund({ idempotencyKey, reference, amount }: Refund): Promise<void> {
    await this.dataSource.query(
      `INSERT INTO mock_provider_refunds (idempotency_key, reference, amount) VALUES ($1, $2, $3)
       ON CONFLICT DO NOTHING`,
      [idempotencyKey, reference, amount.minor],
    );
  }

  async find(idempotencyKey: string): Promise<ChargeResult | undefined> {
    const [row] = await this.dataSource.query<ChargeRow[]>(
      'SELECT calls, outcome, reference FROM mock_provider_charges WHERE idempotency_key = $1',
      [idempotencyKey],
    );
    return row?.outcome ? toResult(row) : undefined;
  }

  private async call(key: string, amount: number, currency: string): Promise<ChargeRow> {
    const [row] = await this.dataSource.query<ChargeRow[]>(
      `INSERT INTO mock_provider_charges AS charge (idempotency_key, amount, currency, calls, reference)
       VALUES ($1, $2, $3, 1, $4)
       ON CONFLICT (idempotency_key) DO UPDATE SET calls = charge.calls + 1
       RETURNING calls, outcome, reference`,
      [key, amount, currency, `mock_${newId()}`],
    );
    return row!;
  }
}

const SUCCEEDING = new Set(['pm_card_visa', 'pm_card_slow', 'pm_card_error', 'pm_card_unknown']);

function toResult(row: ChargeRow): ChargeResult {
  return row.outcome === 'captured' ? { kind: 'captured', reference: row.reference } : { kind: 'declined' };
}
