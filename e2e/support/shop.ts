import { newId } from '@tradewind/kernel';
import { admin } from './people';
import type { ListBody, MovementBody, StockBody } from './wire';

export interface Product {
  readonly id: string;
  readonly name: string;
  readonly price: number;
}

/** A product that no other test sells, in the catalog and in stock. */
export async function newProduct({ stock = 100, price = 19.99 } = {}): Promise<Product> {
  const product = { id: `e2e-${newId()}`, name: 'Brass Sextant', price };
  const shop = await admin();
  await shop.post('/api/products', { ...product, currency: 'USD', category: 'Instruments' }).expect(201);
  await shop
    .post('/api/inventory', { product_id: product.id, product_name: product.name, quantity: stock })
    .expect(201);
  return product;
}

export async function stockOf({
  id,
}: Product): Promise<Pick<StockBody, 'quantity' | 'reserved_qty' | 'available_qty'>> {
  const answer = await (await admin()).get(`/api/inventory/${id}`).expect(200);
  const { quantity, reserved_qty, available_qty } = answer.body as StockBody;
  return { quantity, reserved_qty, available_qty };
}

/** All of a product's stock movements, newest first. */
export async function ledgerOf({ id }: Product): Promise<MovementBody[]> {
  const shop = await admin();
  const all: MovementBody[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const page = await shop
      .get(`/api/inventory/${id}/transactions?limit=100${cursor && `&cursor=${cursor}`}`)
      .expect(200);
    const { items, next_cursor } = page.body as ListBody<MovementBody>;
    all.push(...items);
    cursor = next_cursor;
  }
  return all;
}

/** The units that a ledger moved by one kind of movement. */
export function moved(ledger: readonly MovementBody[], type: MovementBody['type']): number {
  return ledger.filter((row) => row.type === type).reduce((sum, row) => sum + row.change_qty, 0);
}
