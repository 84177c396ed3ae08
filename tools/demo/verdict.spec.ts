import type { Played } from './play';
import { SCENES } from './scenes';
import { complaintsAbout } from './verdict';

const stock = (quantity: number, reserved = 0) => ({
  product_id: 'p',
  quantity,
  reserved_qty: reserved,
  available_qty: quantity - reserved,
});

/** The first scene, played as it must end; what is given happened otherwise. */
const played = (otherwise: Partial<Played> = {}): Played => ({
  scene: SCENES[0]!,
  quantity: 1,
  order: { id: 'o', order_number: 'n', total_amount: 1, currency: 'USD', status: 'CONFIRMED', status_reason: null },
  saga: { status: 'COMPLETED', attention: null, started_at: '', ended_at: '', duration_ms: 1, steps: [] },
  payment: { status: 'CAPTURED', amount: 1, refunded_amount: 0 },
  before: stock(100),
  after: stock(99),
  tookMs: 1,
  ...otherwise,
});

describe('the verdict on an order of the demo', () => {
  it('has no complaint when it ended as it had to', () => {
    expect(complaintsAbout(played())).toEqual([]);
  });

  it('says what was expected and what came', () => {
    const order = { ...played().order, status: 'CANCELLED', status_reason: 'payment_failed' };
    expect(complaintsAbout(played({ order }))).toEqual([
      'the order: expected CONFIRMED, came CANCELLED (payment_failed)',
    ]);
  });

  it('notices units that were not given back, or not sold', () => {
    expect(complaintsAbout(played({ after: stock(100) }))).toHaveLength(2);
    expect(complaintsAbout(played({ after: stock(99, 1) }))).toHaveLength(2);
  });

  it('notices a payment where there must be none', () => {
    const complaints = complaintsAbout({ ...played(), scene: SCENES[2]! });
    expect(complaints).toContain('the payment: expected none, came CAPTURED');
  });
});
