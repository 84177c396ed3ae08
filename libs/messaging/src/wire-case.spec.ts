import { fromWireCase, toWireCase } from './wire-case';

describe('the case of data', () => {
  const inCode = { orderId: 'o-1', lines: [{ productId: 'sku_1', unitPrice: 1.5 }], note: null };
  const onTheWire = { order_id: 'o-1', lines: [{ product_id: 'sku_1', unit_price: 1.5 }], note: null };

  it('is snake_case on the wire; values stay as they are', () => expect(toWireCase(inCode)).toEqual(onTheWire));

  it('is camelCase in the code', () => expect(fromWireCase(onTheWire)).toEqual(inCode));

  it('leaves what is not an object alone', () => {
    expect(toWireCase('someText')).toBe('someText');
    expect(fromWireCase(null)).toBeNull();
  });
});
