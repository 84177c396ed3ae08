import { newId } from '@tradewind/kernel';
import { OutsideIssuer } from '@tradewind/testing';
import request, { type Agent } from 'supertest';
import { RunningOrder, runOrder } from './running-order';

const YASH = { email: 'yash@example.com', email_verified: true, name: 'Yash' };

jest.setTimeout(20_000);

describe('orders of customers of an outside issuer', () => {
  let outside: OutsideIssuer;
  let service: RunningOrder;
  let yash: Agent;

  const as = (token: string): Agent =>
    request.agent(service.app.getHttpServer()).set('authorization', `Bearer ${token}`);

  beforeAll(async () => {
    outside = await OutsideIssuer.start({ yash: YASH, namesake: YASH });
    service = await runOrder({ settings: outside.settings });
    service.products.sells('lamp');
    yash = as((await outside.logIn('yash')).accessToken);
  }, 30_000);
  afterAll(async () => {
    await service?.close();
    await outside?.stop();
  });

  const lamp = { items: [{ product_id: 'lamp', quantity: 1 }] };
  const place = async () => {
    const { body } = await yash.post('/api/orders').set('prefer', 'wait=10').send(lamp).expect(201);
    return body as { id: string; customer_id: string };
  };

  it('are placed, paid and found like any other, by every token of the same person', async () => {
    const order = await place();
    expect(order).toMatchObject({ status: 'CONFIRMED', customer_email: 'yash@example.com', customer_name: 'Yash' });
    const later = as((await outside.logIn('yash', 'by-rfc-9068')).accessToken);
    const { body } = await later.get(`/api/orders/${order.id}`).expect(200);
    expect(body.customer_id).toBe(order.customer_id);
    const { body: mine } = await later.get('/api/orders/user/yash@example.com').expect(200);
    expect(mine.items).toContainEqual(expect.objectContaining({ id: order.id }));
  });

  it('are not seen by others who have the same address, outside or here', async () => {
    const { id } = await place();
    const ours = service.as({ userId: newId(), email: YASH.email });
    for (const other of [as((await outside.logIn('namesake')).accessToken), ours]) {
      await other.get(`/api/orders/${id}`).expect(404);
      const { body } = await other.get('/api/orders/user/yash@example.com').expect(200);
      expect(body.items).toEqual([]);
    }
  });

  it('are not placed by a token for another audience', async () => {
    const { accessToken } = await outside.logIn('yash');
    await as(outside.forge(accessToken, { aud: 'another-api' }))
      .post('/api/orders')
      .send(lamp)
      .expect(401);
  });
});
