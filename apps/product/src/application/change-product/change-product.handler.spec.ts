import { Money, MoneyMalformed } from '@tradewind/kernel';
import { FixedClock } from '@tradewind/testing';
import { aProduct } from '../../../test/fakes/a-product';
import { MemoryCategoryRepository } from '../../../test/fakes/category.repository.memory';
import { MemoryProductRepository } from '../../../test/fakes/product.repository.memory';
import { ProductNotFound, ProductStale } from '../../domain/product.errors';
import { ChangeProductHandler, ProductChanges } from './change-product.handler';

function aShopWith(product = aProduct()) {
  const products = new MemoryProductRepository().with(product);
  const categories = new MemoryCategoryRepository();
  const handler = new ChangeProductHandler(products, categories, new FixedClock());
  const change = (changes: ProductChanges, onlyAt?: number[]) =>
    handler.handle({ productId: product.id, changes, onlyAt });
  return { products, categories, handler, change };
}

describe('changing a product', () => {
  it('changes what is named and keeps the rest', async () => {
    const { change, products } = aShopWith();
    await change({ name: 'iPhone 16' });
    expect(products.find('prod-001')).toMatchObject({
      details: { ...aProduct().details, name: 'iPhone 16' },
      price: aProduct().price,
      version: 2,
    });
  });

  it('prices it in its own currency unless another is named', async () => {
    const { change, products } = aShopWith(aProduct({ price: Money.fromMajor(1000, 'JPY') }));
    await change({ price: 1200 });
    expect(products.find('prod-001')?.price).toEqual(Money.ofMinor(1200, 'JPY'));
    await expect(change({ price: 12.5 })).rejects.toThrow(MoneyMalformed);
    await change({ price: 12.5, currency: 'EUR' });
    expect(products.find('prod-001')?.price).toEqual(Money.ofMinor(1250, 'EUR'));
  });

  it('does not carry a price into a currency that cannot express it', async () => {
    await expect(aShopWith().change({ currency: 'JPY' })).rejects.toThrow(MoneyMalformed);
  });

  it('creates a category on first use', async () => {
    const { change, categories } = aShopWith();
    await change({ category: 'Phones' });
    expect(categories.names).toEqual(['Phones']);
  });

  it('is refused to a caller who has read an older version', async () => {
    const { change, products } = aShopWith(aProduct({ version: 2 }));
    await expect(change({ name: 'iPhone 16' }, [1])).rejects.toThrow(ProductStale);
    expect(products.find('prod-001')?.version).toBe(2);
    await change({ name: 'iPhone 16' }, [2]);
    expect(products.find('prod-001')?.version).toBe(3);
  });

  it('is refused for a product that is not there', async () => {
    const { handler } = aShopWith();
    await expect(handler.handle({ productId: 'prod-002', changes: {} })).rejects.toThrow(ProductNotFound);
  });
});
