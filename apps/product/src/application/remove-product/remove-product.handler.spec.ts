import { aProduct } from '../../../test/fakes/a-product';
import { MemoryProductRepository } from '../../../test/fakes/product.repository.memory';
import { ProductNotFound, ProductStale } from '../../domain/product.errors';
import { RemoveProductHandler } from './remove-product.handler';

describe('removing a product', () => {
  const productId = 'prod-001';

  it('takes it out of the catalog, once', async () => {
    const products = new MemoryProductRepository().with(aProduct());
    const remove = new RemoveProductHandler(products);
    await remove.handle({ productId });
    expect(products.find(productId)).toBeUndefined();
    await expect(remove.handle({ productId })).rejects.toThrow(ProductNotFound);
  });

  it('is refused to a caller who has read an older version', async () => {
    const products = new MemoryProductRepository().with(aProduct({ version: 2 }));
    await expect(new RemoveProductHandler(products).handle({ productId, onlyAt: [1] })).rejects.toThrow(ProductStale);
    expect(products.find(productId)).toBeDefined();
  });
});
