import { fingerprintOf } from './fingerprint';

describe('a fingerprint', () => {
  const order = { items: [{ product_id: 'lamp', quantity: 1 }], note: null };

  it('is the SHA-256 of the JSON with its fields sorted', () => {
    expect(fingerprintOf({ b: 1, a: [] })).toBe('1c8f8816506a8ccbc55140d8a7bb70214a8942c7030fc0fc2914cec675cd1c15');
  });

  it('is the same whatever the order of the fields, at any depth', () => {
    const reordered = { note: null, items: [{ quantity: 1, product_id: 'lamp' }] };
    expect(fingerprintOf(reordered)).toBe(fingerprintOf(order));
  });

  it.each<object>([
    { ...order, items: [{ product_id: 'lamp', quantity: 2 }] },
    { ...order, items: [{ product_id: 'lamp', quantity: '1' }] },
    { ...order, items: [...order.items, ...order.items] },
    { ...order, note: '' },
    { items: order.items },
  ])('differs for %j', (other) => expect(fingerprintOf(other)).not.toBe(fingerprintOf(order)));

  it('takes the order of a list into account', () => {
    expect(fingerprintOf(['a', 'b'])).not.toBe(fingerprintOf(['b', 'a']));
  });
});
