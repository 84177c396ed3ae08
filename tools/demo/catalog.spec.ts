import { CATALOG } from './catalog';

describe('the catalog of the demo', () => {
  it('has at least sixty products in eight categories, each with an id of its own', () => {
    expect(CATALOG.length).toBeGreaterThanOrEqual(60);
    expect(new Set(CATALOG.map(({ category }) => category)).size).toBe(8);
    expect(new Set(CATALOG.map(({ id }) => id)).size).toBe(CATALOG.length);
    expect(new Set(CATALOG.map(({ name }) => name)).size).toBe(CATALOG.length);
  });

  it('contains the product that the documentation names', () => {
    expect(CATALOG[0]).toMatchObject({
      id: 'prod-001',
      name: 'iPhone 15 Pro',
      price: 999.99,
      currency: 'USD',
      category: 'Electronics',
      stock: 100,
    });
  });

  it('has prices in whole cents, something in stock and something to say of every product', () => {
    for (const { price, stock, tags, description } of CATALOG) {
      expect(Math.abs(price * 100 - Math.round(price * 100))).toBeLessThan(1e-6);
      expect(stock).toBeGreaterThan(0);
      expect(tags).not.toHaveLength(0);
      expect(description).not.toBe('');
    }
  });
});
