import { HttpService } from '@nestjs/axios';
import { Logger } from '@nestjs/common';
import { Clock, contextHeaders, Counter, Metrics, Money } from '@tradewind/kernel';
import {
  BrokenCircuitError,
  circuitBreaker,
  CircuitBreakerPolicy,
  CircuitState,
  ConsecutiveBreaker,
  ConstantBackoff,
  handleAll,
  IPolicy,
  retry,
  timeout,
  TimeoutStrategy,
  wrap,
} from 'cockatiel';
import { firstValueFrom } from 'rxjs';
import { PricedProduct, PriceList, PriceListUnavailable } from '../../application/ports/price-list';

/** A price is never older than this when it goes into an order. */
const PRICE_MAX_AGE_MS = 5_000;
/** While a user waits: two tries within three seconds in all. */
const PATIENCE_MS = 3_000;
const ONE_TRY_MS = 1_400;
const OPEN_AFTER_FAILURES = 5;
const HALF_OPEN_AFTER_MS = 2_000;
/** `rejected`: not even asked, since it has failed so often. */
const OUTCOMES = ['answered', 'failed', 'rejected'] as const;
/** Far more than a shop sells in five seconds; keeps memory bounded. */
const MOST_CACHED = 10_000;

interface ProductDto {
  id: string;
  name: string;
  price: number;
  currency: string;
}

/** Asks the product service, through a cache, a time-out, a retry and a circuit breaker. */
export class HttpPriceList extends PriceList {
  private readonly logger = new Logger(HttpPriceList.name);
  private readonly cache = new Map<string, { product: PricedProduct; readAt: number }>();
  private readonly breaker: CircuitBreakerPolicy;
  private readonly policy: IPolicy;
  private readonly requests: Counter<'outcome'>;

  constructor(
    private readonly http: HttpService,
    private readonly productUrl: string,
    private readonly clock: Clock,
    metrics: Metrics,
  ) {
    super();
    this.breaker = circuitBreaker(handleAll, {
      halfOpenAfter: HALF_OPEN_AFTER_MS,
      breaker: new ConsecutiveBreaker(OPEN_AFTER_FAILURES),
    });
    this.policy = wrap(
      timeout(PATIENCE_MS, TimeoutStrategy.Aggressive),
      retry(handleAll, { maxAttempts: 1, backoff: new ConstantBackoff(100) }),
      this.breaker,
      timeout(ONE_TRY_MS, TimeoutStrategy.Aggressive),
    );
    this.requests = metrics.counter(
      { name: 'price_list_requests_total', help: 'Questions to the product service', labels: ['outcome'] },
      OUTCOMES.map((outcome) => ({ outcome })),
    );
    metrics.gauge({ name: 'price_list_breaker_open', help: '1 from too many failures until an answer' }, () => [
      { labels: {}, value: this.breaker.state === CircuitState.Open ? 1 : 0 },
    ]);
  }

  async lookUp(productIds: readonly string[]): Promise<ReadonlyMap<string, PricedProduct>> {
    const found = new Map<string, PricedProduct>();
    const missing: string[] = [];
    for (const id of productIds) {
      const product = this.fresh(id);
      if (product) found.set(id, product);
      else missing.push(id);
    }
    if (missing.length > 0) {
      for (const product of await this.fetch(missing)) found.set(product.productId, product);
    }
    return found;
  }

  async lookUpNow(productIds: readonly string[]): Promise<ReadonlyMap<string, PricedProduct>> {
    const products = await this.fetch(productIds);
    return new Map(products.map((product) => [product.productId, product]));
  }

  private fresh(id: string): PricedProduct | undefined {
    const entry = this.cache.get(id);
    return entry && this.clock.now().getTime() - entry.readAt < PRICE_MAX_AGE_MS ? entry.product : undefined;
  }

  private async fetch(ids: readonly string[]): Promise<PricedProduct[]> {
    // Counted from before the question: the answer may be as old as that.
    const readAt = this.clock.now().getTime();
    const products = await this.ask(ids);
    if (this.cache.size + products.length > MOST_CACHED) this.cache.clear();
    for (const product of products) this.cache.set(product.productId, { product, readAt });
    return products;
  }

  private async ask(ids: readonly string[]): Promise<PricedProduct[]> {
    try {
      const products = await this.policy.execute(async ({ signal }) => {
        const answer = await firstValueFrom(
          this.http.get<{ items: ProductDto[] }>(`${this.productUrl}/api/products`, {
            params: { ids: ids.join(',') },
            headers: contextHeaders(),
            signal,
          }),
        );
        return answer.data.items.map(toPricedProduct);
      });
      this.requests.add({ outcome: 'answered' });
      return products;
    } catch (error) {
      this.requests.add({ outcome: error instanceof BrokenCircuitError ? 'rejected' : 'failed' });
      this.logger.warn(`The product service does not answer: ${String(error)}`);
      throw new PriceListUnavailable();
    }
  }
}

function toPricedProduct(dto: ProductDto): PricedProduct {
  return { productId: dto.id, name: dto.name, unitPrice: Money.fromMajor(dto.price, dto.currency) };
}
