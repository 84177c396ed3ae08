import { Database } from '@tradewind/persistence';
import { eventually } from '@tradewind/testing';
import { SOLD_OUT } from './participants';
import { RunningOrder, runOrder } from './running-order';

jest.setTimeout(20_000);

describe('the numbers of the order service', () => {
  let service: RunningOrder;

  beforeAll(async () => {
    service = await runOrder();
    for (const id of ['lamp', SOLD_OUT]) service.products.sells(id);
  }, 30_000);

  afterAll(() => service?.close());

  async function lines(): Promise<Map<string, number>> {
    const { text } = await service.anonymous
      .get('/metrics')
      .expect(200)
      .expect('content-type', /^text\/plain/);
    const samples = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    return new Map(samples.map((line) => [nameIn(line), Number(line.slice(line.lastIndexOf(' ') + 1))]));
  }
  const nameIn = (line: string) =>
    line
      .slice(0, line.lastIndexOf(' '))
      .replace(/service="order",?/, '')
      .replace(',}', '}');

  const place = (product_id: string) =>
    service
      .as({})
      .post('/api/orders')
      .set('prefer', 'wait=10')
      .send({ items: [{ product_id, quantity: 1 }], payment_method: 'pm_card_visa' })
      .expect(201);

  it('begin at 0', async () => {
    const before = await lines();
    expect(before.get('orders_total{status="CONFIRMED"}')).toBe(0);
    expect(before.get('sagas_ended_total{definition="place-order",outcome="compensated"}')).toBe(0);
    expect(before.get('sagas_open{definition="place-order",status="RUNNING"}')).toBe(0);
    expect(before.get('messages_dead_lettered_total{queue="order.replies"}')).toBe(0);
    expect(before.get('saga_deadlines_moved_seconds_total{}')).toBeDefined();
  });

  it('move when orders are placed, and tell by which way they went', async () => {
    await place('lamp');
    await place(SOLD_OUT);
    await eventually(async () => {
      const after = await lines();
      const expected = {
        'orders_total{status="PENDING"}': 2,
        'orders_total{status="CONFIRMED"}': 1,
        'orders_total{status="CANCELLED"}': 1,
        'orders_cancelled_total{reason="out_of_stock"}': 1,
        'sagas_started_total{definition="place-order"}': 2,
        'sagas_ended_total{definition="place-order",outcome="completed"}': 1,
        'sagas_ended_total{definition="place-order",outcome="compensated"}': 1,
        'saga_step_duration_seconds_count{definition="place-order",step="reserve stock",action="do",outcome="refused"}': 1,
        'saga_step_duration_seconds_count{definition="place-order",step="process payment",action="do",outcome="done"}': 1,
        'http_request_duration_seconds_count{method="POST",route="/api/orders",status_code="201"}': 2,
        'messages_handled_total{queue="order.replies",type="inventory.stock-reserved.v1",outcome="done"}': 1,
        'price_list_requests_total{outcome="answered"}': 2,
        'outbox_unsent_messages{}': 0,
      };
      expect(Object.fromEntries(after)).toMatchObject(expected);
      expect(after.get('outbox_published_total{exchange="commands"}')).toBeGreaterThanOrEqual(4);
      expect(after.get('db_pool_connections{state="idle"}')).toBeGreaterThan(0);
    });
  });

  it('grow no series for paths that do not exist, and none for probes and for themselves', async () => {
    for (const path of ['/api/orders/a/b/c', '/wp-admin', '/%2e', '/%']) await service.anonymous.get(path);
    await service.anonymous.get('/health/live').expect(200);
    const routes = [...(await lines()).keys()].flatMap((name) => /route="([^"]*)"/.exec(name)?.[1] ?? []);
    expect([...new Set(routes)].sort()).toEqual(['/api/orders', 'unmatched']);
  });

  it('are there without what is read from the database while that is away', async () => {
    const away = jest.spyOn(service.app.get(Database), 'query').mockRejectedValue(new Error('connection refused'));
    // What was read is good for some seconds.
    await eventually(async () => expect((await lines()).has('outbox_unsent_messages{}')).toBe(false));
    expect((await lines()).get('orders_total{status="PENDING"}')).toBe(2);
    away.mockRestore();
    await eventually(async () => expect((await lines()).get('outbox_unsent_messages{}')).toBe(0));
  });
});
