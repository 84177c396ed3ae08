import { newId } from '@tradewind/kernel';
import { placeOrder, sagaOf } from '../orders';
import { admin, type Customer, newCustomer } from '../people';
import { newProduct } from '../shop';
import type { Operation } from './documents';

/** One of everything, made for a test that may do everything to it. */
export class ThrowAway {
  private constructor(
    private readonly customer: Customer,
    private readonly adminToken: string,
    /** By the name of a parameter, or by the first word of a path. */
    readonly ids: Readonly<Record<string, string>>,
  ) {}

  static async make(): Promise<ThrowAway> {
    const shop = await admin();
    const customer = await newCustomer('Throwaway');
    const product = await newProduct({ stock: 1_000_000 });
    const category = await shop.post('/api/categories', { name: `Throw-away ${newId()}` }).expect(201);
    const order = await placeOrder(customer, { product });
    const declined = await placeOrder(customer, { product, paymentMethod: 'pm_card_declined' });
    const payment = await customer.api.get(`/api/payments/order/${declined.id}`).expect(200);
    const { saga_id } = (await sagaOf(customer, order.id)) as unknown as { saga_id: string };
    return new ThrowAway(customer, shop.token!, {
      ...{ product_id: product.id, order_id: order.id, email: customer.email, queue: 'order.replies' },
      ...{ products: product.id, categories: (category.body as { id: string }).id, inventory: product.id },
      // The declined one: giving money back would set the books of confirmed orders at odds.
      ...{ orders: order.id, sagas: saga_id, users: customer.id, payments: (payment.body as { id: string }).id },
    });
  }

  /** The id of the thing that a parameter of a path stands for; of one that is not known here, that of nothing. */
  idFor({ path }: Operation, parameter: string): string {
    return this.ids[parameter] ?? this.ids[path.split('/')[2] ?? ''] ?? newId();
  }

  /** The least that an operation asks of its caller. */
  tokenFor({ policy }: Operation): string | undefined {
    return { public: undefined, 'signed-in': this.customer.api.token, admin: this.adminToken }[policy];
  }
}
