import { CATALOG, type CatalogProduct } from './catalog';
import type { Http } from '../shared/http';
import type { BackDoor } from '../shared/system';
import { SCENES } from './scenes';
import type { StockItem, Token } from './wire';

const AT_ONCE = 8;
/** Enough for the largest order of a scene that is to succeed. */
const ON_THE_SHELF = 10;

export interface Seeded {
  readonly newProducts: number;
  readonly newItems: number;
}

/** Who loads the catalog. */
export interface Login {
  readonly email: string;
  readonly password: string;
}

/**
 * Loads the catalog and its stock, as ADMIN, over the services' own ports: a hundred requests in a second would be too
 * many for the gateway. What is there already is kept as it is; what the demo sells is made sure to be in stock.
 */
export async function seed(door: BackDoor, admin: Login): Promise<Seeded> {
  const { product, inventory } = await asAdmin(door, admin);
  const added = await inTurns(CATALOG, async (entry) => ({
    product: await add(product, '/api/products', productBody(entry)),
    item: await add(inventory, '/api/inventory', itemBody(entry)),
  }));
  await topUp(inventory, soldProducts(), ON_THE_SHELF);
  return {
    newProducts: added.filter((entry) => entry.product).length,
    newItems: added.filter((entry) => entry.item).length,
  };
}

/** Those that a scene needs in stock: all but the one that is to run out. */
function soldProducts(): CatalogProduct[] {
  return SCENES.filter(({ expected }) => expected.reason !== 'out_of_stock').map(({ product }) => product);
}

/** Brings what is nearly sold out back to what it began with, so that the demo can always sell it. */
async function topUp(inventory: Http, products: readonly CatalogProduct[], atLeast: number): Promise<void> {
  for (const { id, stock } of products) {
    const { available_qty: available } = (await inventory.get<StockItem>(`/api/inventory/${id}`)).body;
    if (available >= atLeast) continue;
    const body = { quantity: stock - available, reason: 'restocked for the demo' };
    await inventory.patch(`/api/inventory/${id}/restock`, { body });
  }
}

async function asAdmin(door: BackDoor, admin: Login): Promise<{ product: Http; inventory: Http }> {
  const { access_token: token } = (await door.user.post<Token>('/api/auth/login', { body: admin })).body;
  return { product: door.product.withToken(token), inventory: door.inventory.withToken(token) };
}

/** @returns false if it exists already. */
async function add(service: Http, path: string, body: unknown): Promise<boolean> {
  return (await service.post(path, { body, accept: [409] })).status === 201;
}

function productBody({ id, name, description, price, currency, category, tags }: CatalogProduct): unknown {
  return { id, name, description, price, currency, category, tags };
}

function itemBody({ id, name, stock }: CatalogProduct): unknown {
  return { product_id: id, product_name: name, quantity: stock };
}

/** Does the work for all of them, a few at a time. */
async function inTurns<T, R>(all: readonly T[], work: (one: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let from = 0; from < all.length; from += AT_ONCE) {
    results.push(...(await Promise.all(all.slice(from, from + AT_ONCE).map(work))));
  }
  return results;
}
