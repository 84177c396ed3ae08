import { Money, MoneyMalformed } from '@tradewind/kernel';
import { FixedClock } from '@tradewind/testing';
import { aProduct, LAUNCH } from '../../../test/fakes/a-product';
import { MemoryCategoryRepository } from '../../../test/fakes/category.repository.memory';
import { MemoryProductRepository } from '../../../test/fakes/product.repository.memory';
import { ProductAlreadyExists } from '../../domain/product.errors';
import { CreateProductHandler } from './create-product.handler';

function aShop() {
  const products = new MemoryProductRepository();
  const categories = new MemoryCategoryRepository();
  return { products, categories, create: new CreateProductHandler(products, categories, new FixedClock(LAUNCH)) };
}

const phone = { ...aProduct().details, productId: 'prod-001', price: 999.99, currency: 'USD' };

describe('creating a product', () => {
  it('takes it into the catalog under the id it is given', async () => {
    const { create, products } = aShop();
    expect(await create.handle(phone)).toBe('prod-001');
    expect(products.find('prod-001')).toEqual(aProduct());
  });

  it('makes an id when none is given', async () => {
    const { create, products } = aShop();
    const id = await create.handle({ ...phone, productId: undefined });
    expect(products.find(id)).toMatchObject({ id, version: 1 });
  });

  it('creates its category on first use', async () => {
    const { create, categories } = aShop();
    await create.handle(phone);
    await create.handle({ ...phone, productId: 'prod-002' });
    expect(categories.names).toEqual(['Electronics']);
  });

  it('is refused when the id is taken', async () => {
    const { create } = aShop();
    await create.handle(phone);
    await expect(create.handle(phone)).rejects.toThrow(ProductAlreadyExists);
  });

  it('knows how many decimals a currency has', async () => {
    const { create, products } = aShop();
    await expect(create.handle({ ...phone, price: 10.5, currency: 'JPY' })).rejects.toThrow(MoneyMalformed);
    await create.handle({ ...phone, price: 1050, currency: 'JPY' });
    expect(products.find('prod-001')?.price).toEqual(Money.ofMinor(1050, 'JPY'));
  });
});
