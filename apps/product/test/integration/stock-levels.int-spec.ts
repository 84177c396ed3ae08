import { Envelope, inventory } from '@tradewind/contracts';
import { newId } from '@tradewind/kernel';
import { eventually } from '@tradewind/testing';
import { ChannelModel, connect, ConfirmChannel } from 'amqplib';
import { RunningProduct, runProduct } from './running-product';

describe('what inventory tells', () => {
  let service: RunningProduct;
  let connection: ChannelModel;
  let channel: ConfirmChannel;

  beforeAll(async () => {
    service = await runProduct();
    connection = await connect(service.brokerUrl);
    channel = await connection.createConfirmChannel();
  }, 30_000);

  afterAll(async () => {
    await connection?.close();
    await service?.close();
  });

  async function tell(productId: string, quantity: number, version: number, id = newId()): Promise<void> {
    const envelope: Envelope = {
      specversion: '1.0',
      id,
      type: inventory.inventoryChanged.type,
      source: '/inventory',
      subject: productId,
      time: new Date().toISOString(),
      datacontenttype: 'application/json',
      correlationid: id,
      traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
      data: { product_id: productId, quantity, version },
    };
    channel.publish('events', envelope.type, Buffer.from(JSON.stringify(envelope)), { messageId: id });
    await channel.waitForConfirms();
  }

  async function heard(id: string): Promise<void> {
    await eventually(async () => {
      const rows = await service.database.query('SELECT 1 FROM inbox_messages WHERE message_id = $1', [id]);
      expect(rows).toHaveLength(1);
    });
  }

  async function aPhone(id = newId()): Promise<string> {
    await service.admin
      .post('/api/products')
      .send({ id, name: 'Phone', price: 1, category: 'Electronics' })
      .expect(201);
    return id;
  }

  const find = async (id: string) => (await service.anonymous.get(`/api/products/${id}`).expect(200)).body;

  const expectStock = (id: string, quantity: number) =>
    eventually(async () => expect((await find(id)).stock_quantity).toBe(quantity));

  it('shows in the catalog and changes nothing else of the product', async () => {
    const id = await aPhone();
    const before = await find(id);
    await tell(id, 100, 1);
    await expectStock(id, 100);
    expect(await find(id)).toEqual({ ...before, stock_quantity: 100 });
  });

  it('counts once when it is delivered twice, and an older one does not count', async () => {
    const id = await aPhone();
    const [first, late] = [newId(), newId()];
    await tell(id, 100, 1, first);
    await expectStock(id, 100);
    await tell(id, 98, 3);
    await expectStock(id, 98);
    await tell(id, 99, 2, late);
    await tell(id, 100, 1, first);
    await heard(late);
    await tell(id, 97, 4);
    await expectStock(id, 97);
    expect((await service.database.query('SELECT version FROM stock_levels WHERE product_id = $1', [id]))[0]).toEqual({
      version: 4,
    });
  });

  it('is remembered for a product that is not in the catalog yet', async () => {
    const id = newId();
    const message = newId();
    await tell(id, 5, 1, message);
    await heard(message);
    await aPhone(id);
    expect((await find(id)).stock_quantity).toBe(5);
  });

  it('outlives the product', async () => {
    const id = await aPhone();
    await tell(id, 5, 1);
    await expectStock(id, 5);
    await service.admin.delete(`/api/products/${id}`).expect(204);
    await aPhone(id);
    expect((await find(id)).stock_quantity).toBe(5);
  });
});
