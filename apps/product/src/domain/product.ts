import { Money } from '@tradewind/kernel';
import { PriceNotPositive, ProductStale } from './product.errors';

/** What a product is, apart from its price. */
export interface ProductDetails {
  readonly name: string;
  readonly description: string | null;
  /** The name of its category. */
  readonly category: string;
  readonly tags: readonly string[];
  readonly imageUrl: string | null;
  /** Whether the public sees it. */
  readonly published: boolean;
}

export interface ProductState {
  readonly id: string;
  readonly details: ProductDetails;
  readonly price: Money;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** Something the shop sells. All that changes in one transaction is one new version, and no change is none. */
export class Product {
  private constructor(
    private readonly restored: ProductState,
    private state: ProductState,
  ) {}

  /** @throws PriceNotPositive */
  static draft(id: string, details: ProductDetails, price: Money, now: Date): Product {
    const state = { id, details: tidy(details), price, version: 1, createdAt: now, updatedAt: now };
    mustBePositive(id, price);
    return new Product(state, state);
  }

  static restore(state: ProductState): Product {
    return new Product(state, state);
  }

  get id(): string {
    return this.state.id;
  }

  get details(): ProductDetails {
    return this.state.details;
  }

  get price(): Money {
    return this.state.price;
  }

  get version(): number {
    return this.state.version;
  }

  get createdAt(): Date {
    return this.state.createdAt;
  }

  get updatedAt(): Date {
    return this.state.updatedAt;
  }

  get isChanged(): boolean {
    return this.state.version !== this.restored.version;
  }

  /** Says what the product is; what is left out stays. */
  describe(changes: Partial<ProductDetails>, now: Date): void {
    const given = Object.entries(changes).filter(([, value]) => value !== undefined);
    const details = tidy({ ...this.details, ...(Object.fromEntries(given) as Partial<ProductDetails>) });
    if (!sameDetails(details, this.details)) this.change({ details }, now);
  }

  /** @throws PriceNotPositive */
  reprice(price: Money, now: Date): void {
    mustBePositive(this.id, price);
    if (!price.equals(this.price)) this.change({ price }, now);
  }

  /** For a caller who has read one of these versions. @throws ProductStale if it has been changed since. */
  mustBeAt(versions: readonly number[]): void {
    if (!versions.includes(this.version)) throw new ProductStale(this.id, this.version);
  }

  private change(to: Partial<ProductState>, now: Date): void {
    this.state = { ...this.state, ...to, version: this.restored.version + 1, updatedAt: now };
  }
}

/** A tag that is given twice counts once. */
function tidy(details: ProductDetails): ProductDetails {
  return { ...details, tags: [...new Set(details.tags)] };
}

function sameDetails(a: ProductDetails, b: ProductDetails): boolean {
  return (
    a.name === b.name &&
    a.description === b.description &&
    a.category === b.category &&
    a.imageUrl === b.imageUrl &&
    a.published === b.published &&
    a.tags.length === b.tags.length &&
    a.tags.every((tag, index) => tag === b.tags[index])
  );
}

function mustBePositive(productId: string, price: Money): void {
  if (price.minor <= 0) throw new PriceNotPositive(productId, price);
}
