import { payment } from '@tradewind/contracts';
import { newId } from '@tradewind/kernel';
import { eventually } from '@tradewind/testing';
import { SLOW_PAYMENT } from './participants';
import { RunningOrder, runOrder } from './running-order';

jest.setTimeout(20_000);

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';

describe('the story of an order', () => {
  let service: RunningOrder;
  let orderId: string;
  const yash = { userId: newId(), email: 'yash@example.com', name: 'Yash' };

  beforeAll(async () => {
    service = await runOrder();
    service.products.sells('lamp');
    const { body } = await service
      .as(yash)
      .post('/api/orders')
      .set({ prefer: 'wait=10', traceparent: `00-${TRACE}-00f067aa0ba902b7-01` })
      .send({ items: [{ product_id: 'lamp', quantity: 1 }] })
      .expect(201);
    orderId = body.id as string;
  }, 30_000);

  afterAll(() => service?.close());

  const story = (accept?: string) => {
    const asked = service.as(yash).get(`/api/orders/${orderId}/saga`);
    return (accept ? asked.set('accept', accept) : asked).expect(200);
  };

  it('names the trace of each step, and is told without the books of services that are away', async () => {
    const { body } = await story();
    expect(body).toMatchObject({ order_id: orderId, order_status: 'CONFIRMED', stock: null, payment: null });
    expect(body.unanswered).toEqual(['inventory', 'payment']);
    expect(body.sagas).toMatchObject([{ definition: 'place-order', status: 'COMPLETED', trace_id: TRACE }]);
    for (const step of body.sagas[0].steps) expect(step).toMatchObject({ trace_id: TRACE, outcome: 'done' });
  });

  it('is a table for people with Accept: text/plain', async () => {
    const { text, headers } = await story('text/plain');
    expect(headers).toMatchObject({
      'content-type': 'text/plain; charset=utf-8',
      vary: expect.stringContaining('Accept'),
    });
    expect(text).toMatch(/^Order ORD-\d{8}-\d{6,} {2}CONFIRMED {2}19\.99 USD\n/);
    expect(text).toMatch(/reserve stock +do +inventory\.reserve-stock\.v1 +1x +done/);
    expect(text).toContain('Stock: the inventory service does not answer now.');
  });

  it('shows the trace of the cancel that undid it', async () => {
    const cancel = 'a'.repeat(32);
    const slow = { items: [{ product_id: 'lamp', quantity: 1 }], payment_method: SLOW_PAYMENT };
    const { id } = (await service.as(yash).post('/api/orders').send(slow).expect(201)).body;
    await service.others.command(payment.processPayment, id);
    await service.as(yash).delete(`/api/orders/${id}`).set('traceparent', `00-${cancel}-00f067aa0ba902b7-01`);
    const saga = await eventually(async () => {
      const { body } = await service.as(yash).get(`/api/orders/${id}/saga`).expect(200);
      expect(body.order_status).toBe('CANCELLED');
      return body.sagas[0];
    });
    expect(saga.interventions).toMatchObject([{ what: 'cancelled', by: null }]);
    const undone = (saga.steps as { action: string; trace_id: string }[]).filter(({ action }) => action === 'undo');
    expect(undone.map((step) => step.trace_id)).toEqual([cancel, cancel, cancel]);
  });
});
