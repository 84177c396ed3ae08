import { payment } from '@tradewind/contracts';
import { newId, Role } from '@tradewind/kernel';
import { OrderSide, orderSide } from './order-side';
import { RunningPayment, runPayment } from './running-payment';

describe('payments over HTTP', () => {
  let service: RunningPayment;
  let order: OrderSide;

  beforeAll(async () => {
    service = await runPayment();
    order = await orderSide(service.brokerUrl);
  }, 30_000);

  afterAll(async () => {
    await order?.close();
    await service?.close();
  });

  const TIME = /^\d{4}-.*\.\d{3}Z$/;
  const customerId = newId();
  const as = { owner: { userId: customerId }, admin: { role: Role.Admin }, stranger: {} };

  async function paid(about: object = {}): Promise<{ orderId: string; paymentId: string }> {
    const order_id = newId();
    const reply = await order.ask(payment.processPayment, {
      order_id,
      customer_id: customerId,
      amount: 99_999,
      currency: 'USD',
      payment_method: 'pm_card_visa',
      ...about,
    });
    return { orderId: order_id, paymentId: (reply.data as { payment_id: string }).payment_id };
  }

  it.each(['owner', 'admin'] as const)('shows a payment to its %s, by its id and by its order', async (who) => {
    const { orderId, paymentId } = await paid();

    const { body } = await service.as(as[who]).get(`/api/payments/${paymentId}`).expect(200);

    expect(body).toEqual({
      id: paymentId,
      order_id: orderId,
      customer_id: customerId,
      amount: 999.99,
      refunded_amount: 0,
      currency: 'USD',
      status: 'CAPTURED',
      provider: 'mock',
      provider_reference: expect.stringMatching(/^mock_/),
      created_at: expect.stringMatching(TIME),
      updated_at: expect.stringMatching(TIME),
      refunds: [],
    });
    const byOrder = await service.as(as[who]).get(`/api/payments/order/${orderId}`).expect(200);
    expect(byOrder.body).toEqual(body);
  });

  it.each([
    [99_999, 'USD', 999.99],
    [1_500, 'JPY', 1_500],
  ])('shows what was given back, with its time and reason (%d %s)', async (amount, currency, major) => {
    const { orderId, paymentId } = await paid({ amount, currency });
    await order.ask(payment.refundPayment, { order_id: orderId });

    const { body } = await service.as(as.owner).get(`/api/payments/${paymentId}`).expect(200);
    expect(body).toMatchObject({ status: 'REFUNDED', amount: major, refunded_amount: major, currency });
    expect(body.refunds).toEqual([
      { id: expect.any(String), amount: major, reason: 'order-cancelled', created_at: expect.stringMatching(TIME) },
    ]);
    expect(body.refunds[0].created_at >= body.created_at).toBe(true);
    const byOrder = await service.as(as.owner).get(`/api/payments/order/${orderId}`).expect(200);
    expect(byOrder.body).toEqual(body);
  });

  it("answers another customer's payment like an unknown one", async () => {
    const { orderId, paymentId } = await paid();
    const stranger = service.as(as.stranger);
    const problem = async (path: string) => {
      const { body } = await stranger.get(`/api/payments/${path}`).expect(404);
      return { ...body, instance: undefined, correlation_id: undefined, trace_id: undefined };
    };

    const unknown = await problem(newId());

    expect(unknown).toMatchObject({ code: 'payment.not-found', detail: 'There is no such payment.' });
    expect(await problem(paymentId)).toEqual(unknown);
    expect(await problem(`order/${orderId}`)).toEqual(unknown);
    expect(await problem(`order/${newId()}`)).toEqual(unknown);
    expect(await problem('not-a-uuid')).toEqual(unknown);
  });

  it('shows no payment for an order that was undone before it was paid', async () => {
    const order_id = newId();
    await order.ask(payment.refundPayment, { order_id });
    await service.as(as.admin).get(`/api/payments/order/${order_id}`).expect(404);
  });

  it('shows nothing to someone without a token', async () => {
    const { orderId, paymentId } = await paid();
    await service.anonymous.get(`/api/payments/${paymentId}`).expect(401);
    await service.anonymous.get(`/api/payments/order/${orderId}`).expect(401);
  });

  it('is alive, ready, and describes its routes', async () => {
    await service.anonymous.get('/health/live').expect(200, { status: 'ok' });
    expect((await service.anonymous.get('/health/ready').expect(200)).body.status).toBe('ok');
    const { body } = await service.anonymous.get('/openapi.json').expect(200);
    expect(Object.keys(body.paths)).toEqual(['/api/payments/{id}', '/api/payments/order/{order_id}']);
  });
});
