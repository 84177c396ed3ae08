import { Money } from '@tradewind/kernel';
import { aProduct, LAUNCH } from '../../test/fakes/a-product';
import { Product } from './product';
import { PriceNotPositive, ProductStale } from './product.errors';

const LATER = new Date('2026-02-01T12:00:00.000Z');
const usd = (major: number) => Money.fromMajor(major, 'USD');

describe('a product', () => {
  it('begins at version 1', () => {
    const product = Product.draft('prod-001', aProduct().details, usd(1), LAUNCH);
    expect([product.version, product.createdAt, product.updatedAt]).toEqual([1, LAUNCH, LAUNCH]);
  });

  it('counts a tag that is given twice once', () => {
    const product = Product.draft('prod-001', { ...aProduct().details, tags: ['a', 'b', 'a'] }, usd(1), LAUNCH);
    expect(product.details.tags).toEqual(['a', 'b']);
  });

  it.each([0, -1])('never costs %d', (price) => {
    expect(() => Product.draft('prod-001', aProduct().details, usd(price), LAUNCH)).toThrow(PriceNotPositive);
    expect(() => Product.restore(aProduct()).reprice(usd(price), LATER)).toThrow(PriceNotPositive);
  });

  it('keeps what a new description leaves out', () => {
    const product = Product.restore(aProduct());
    product.describe({ name: 'iPhone 16', description: undefined, tags: undefined }, LATER);
    expect(product.details).toEqual({ ...aProduct().details, name: 'iPhone 16' });
    expect([product.version, product.createdAt, product.updatedAt]).toEqual([2, LAUNCH, LATER]);
  });

  it.each([
    ['name', { name: 'iPhone 16' }],
    ['description', { description: 'Titanium' }],
    ['category', { category: 'Phones' }],
    ['tags', { tags: ['phone', 'apple'] }],
    ['image', { imageUrl: 'http://images.test/1.png' }],
    ['publication', { published: false }],
  ])('is at a new version when its %s changes', (_, change) => {
    const product = Product.restore(aProduct());
    product.describe(change, LATER);
    expect([product.isChanged, product.version]).toEqual([true, 2]);
  });

  it('is at one new version when it is described and priced anew at once', () => {
    const product = Product.restore(aProduct({ version: 7 }));
    product.describe({ name: 'iPhone 16' }, LATER);
    product.reprice(usd(899), LATER);
    expect([product.price, product.version]).toEqual([usd(899), 8]);
  });

  it('costs something else in another currency', () => {
    const product = Product.restore(aProduct());
    product.reprice(Money.fromMajor(999.99, 'EUR'), LATER);
    expect(product.version).toBe(2);
  });

  it('stays at its version when nothing changes', () => {
    const product = Product.restore(aProduct());
    product.describe({ ...aProduct().details, tags: ['phone', 'phone'] }, LATER);
    product.reprice(usd(999.99), LATER);
    expect([product.isChanged, product.version, product.updatedAt]).toEqual([false, 1, LAUNCH]);
  });

  it('is refused to a caller who has read an older version', () => {
    const product = Product.restore(aProduct({ version: 3 }));
    product.mustBeAt([2, 3]);
    expect(() => product.mustBeAt([2])).toThrow(ProductStale);
    expect(() => product.mustBeAt([])).toThrow(ProductStale);
  });
});
