import { Money } from '@tradewind/kernel';
import { ProductState } from '../../src/domain/product';

export const LAUNCH = new Date('2026-01-01T12:00:00.000Z');

/** A published phone for 999.99 USD, but for what is given. */
export function aProduct(but: Partial<ProductState> = {}): ProductState {
  return {
    id: 'prod-001',
    details: {
      name: 'iPhone 15 Pro',
      description: null,
      category: 'Electronics',
      tags: ['phone'],
      imageUrl: null,
      published: true,
    },
    price: Money.fromMajor(999.99, 'USD'),
    version: 1,
    createdAt: LAUNCH,
    updatedAt: LAUNCH,
    ...but,
  };
}
