import type { CatalogProduct } from './catalog';
import type { Http } from '../shared/http';
import type { System } from '../shared/system';
import type { StockItem, Token } from './wire';

const AT_ONCE = 8;

export interface Seeded {
  readonly newProducts: number;
  readonly newItems: number;
}

/**
 * Loads the catalog and its stock, as ADMIN, over the services' own ports: a hundred requests in a second would be too
 * many for the gateway. What is there already is kept as it is.
 */
export async function seed(system: System, catalog: readonly CatalogProduct[]): Promise<Seeded> {
  const { product, inventory } = await asAdmin(system);
  const added = await inTurns(catalog, async (entry) => ({
    product: await add(product, '/api/products', productBody(entry)),
    item: await add(inventory, '/api/inventory', itemBody(entry)),
  }));
  return {
    newProducts: added.filter((entry) => entry.product).length,
    newItems: added.filter((entry) => entry.item).length,
  };
}

/** Brings what is nearly sold out back to what it began with, so that the demo can always sell it. */
export async function topUp(system: System, products: readonly CatalogProduct[], atLeast: number): Promise<void> {
  const { inventory } = await asAdmin(system);
  for (const { id, stock } of products) {
    const { available_qty: available } = (await inventory.get<StockItem>(`/api/inventory/${id}`)).body;
    if (available >= atLeast) continue;
    const body = { quantity: stock - available, reason: 'restocked for the demo' };
    await inventory.patch(`/api/inventory/${id}/restock`, { body });
  }
}

async function asAdmin({ user, product, inventory, admin }: System): Promise<{ product: Http; inventory: Http }> {
  const { access_token: token } = (await user.post<Token>('/api/auth/login', { body: admin })).body;
  return { product: product.withToken(token), inventory: inventory.withToken(token) };
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
