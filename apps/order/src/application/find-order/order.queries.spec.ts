import { Principal, Role } from '@tradewind/kernel';
import { MemoryOrderQueries } from '../../../test/fakes/order.queries.memory';
import { NotYourOrders, OrderNotFound } from '../../domain/order.errors';
import { OrderView } from './order.queries';

const yash: Principal = { userId: 'c-1', email: 'Yash@Example.com', name: 'Yash', role: Role.Customer };
const eve: Principal = { userId: 'c-2', email: 'eve@example.com', name: 'Eve', role: Role.Customer };
const admin: Principal = { userId: 'a-1', email: 'admin@tradewind.test', name: 'Admin', role: Role.Admin };

function anOrderOf(customer: Principal, id: string, createdAt: string): OrderView {
  return {
    id,
    orderNumber: `ORD-${id}`,
    customerId: customer.userId,
    customerEmail: customer.email.toLowerCase(),
    customerName: customer.name,
    items: [],
    totalAmount: 10,
    currency: 'USD',
    status: 'PENDING',
    statusReason: null,
    createdAt: new Date(createdAt),
    updatedAt: new Date(createdAt),
  };
}

const orders = new MemoryOrderQueries([
  anOrderOf(yash, 'o-1', '2026-01-01'),
  anOrderOf(eve, 'o-2', '2026-01-02'),
  anOrderOf(yash, 'o-3', '2026-01-03'),
]);
const page = { limit: 10 };
const idsOf = ({ items }: { items: OrderView[] }) => items.map(({ id }) => id);

describe('who sees which orders', () => {
  it('shows a customer their own order', async () => {
    expect((await orders.get('o-1', yash)).id).toBe('o-1');
  });

  it("says of another customer's order what it says of one that does not exist", async () => {
    await expect(orders.get('o-2', yash)).rejects.toEqual(new OrderNotFound());
    await expect(orders.get('o-9', yash)).rejects.toEqual(new OrderNotFound());
  });

  it('shows an ADMIN every order, but none that does not exist', async () => {
    expect((await orders.get('o-2', admin)).id).toBe('o-2');
    await expect(orders.get('o-9', admin)).rejects.toThrow(OrderNotFound);
  });

  it('lists only their own to a customer, and all to an ADMIN, newest first', async () => {
    expect(idsOf(await orders.listFor(yash, page))).toEqual(['o-3', 'o-1']);
    expect(idsOf(await orders.listFor(eve, page))).toEqual(['o-2']);
    expect(idsOf(await orders.listFor(admin, page))).toEqual(['o-3', 'o-2', 'o-1']);
  });

  it('lists by e-mail, however it is typed', async () => {
    expect(idsOf(await orders.listByEmail('YASH@example.com', yash, page))).toEqual(['o-3', 'o-1']);
    expect(idsOf(await orders.listByEmail('YASH@example.com', admin, page))).toEqual(['o-3', 'o-1']);
    expect(idsOf(await orders.listByEmail('nobody@example.com', admin, page))).toEqual([]);
  });

  it("refuses another's list to a customer, known address or not", async () => {
    await expect(orders.listByEmail('eve@example.com', yash, page)).rejects.toThrow(NotYourOrders);
    await expect(orders.listByEmail('nobody@example.com', yash, page)).rejects.toThrow(NotYourOrders);
  });

  it('lists by who the customer is, so that a taken-over address shows no old orders', async () => {
    const newcomer = { ...eve, userId: 'c-3' };
    expect(idsOf(await orders.listByEmail('eve@example.com', newcomer, page))).toEqual([]);
  });
});
