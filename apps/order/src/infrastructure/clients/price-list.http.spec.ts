import { HttpService } from '@nestjs/axios';
import { FixedClock, MemoryMetrics } from '@tradewind/testing';
import { defer, NEVER, Observable, of, throwError } from 'rxjs';
import { PriceListUnavailable } from '../../application/ports/price-list';
import { HttpPriceList } from './price-list.http';

interface Asked {
  readonly url: string;
  readonly ids: string;
  readonly signal: AbortSignal;
}

/** A product service: the answers it will give, one by one; the last one again and again. */
function productService(...script: (() => Observable<unknown>)[]) {
  const asked: Asked[] = [];
  const get = (url: string, { params, signal }: { params: { ids: string }; signal: AbortSignal }) =>
    defer(() => {
      asked.push({ url, ids: params.ids, signal });
      const answer = script.length > 1 ? script.shift()! : script[0]!;
      return answer();
    });
  const clock = new FixedClock();
  const metrics = new MemoryMetrics();
  const prices = new HttpPriceList({ get } as unknown as HttpService, 'http://product:8002', clock, metrics);
  return {
    asked,
    clock,
    prices,
    metrics,
    nowAnswers: (...next: typeof script) => script.splice(0, script.length, ...next),
  };
}

const lamp = { id: 'lamp', name: 'Lamp', price: 19.99, currency: 'USD' };
const bulb = { id: 'bulb', name: 'Bulb', price: 2.5, currency: 'USD' };
const answers =
  (...items: unknown[]) =>
  () =>
    of({ data: { items } });
const fails = () => throwError(() => new Error('Request failed with status code 503'));
const hangs = () => NEVER;

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

/** Lets the clocks of time-outs, retries and the breaker run, and waits for the outcome. */
async function after<T>(ms: number, work: Promise<T>): Promise<T> {
  work.catch(() => undefined);
  await jest.advanceTimersByTimeAsync(ms);
  return work;
}

describe('the price list over HTTP', () => {
  it('asks for all products in one request, and leaves out the unknown', async () => {
    const { asked, prices } = productService(answers(lamp, bulb));

    const found = await prices.lookUp(['lamp', 'bulb', 'unicorn']);

    expect(asked.map(({ url, ids }) => [url, ids])).toEqual([
      ['http://product:8002/api/products', 'lamp,bulb,unicorn'],
    ]);
    expect([...found.values()].map((p) => [p.productId, p.name, p.unitPrice.toString()])).toEqual([
      ['lamp', 'Lamp', '19.99 USD'],
      ['bulb', 'Bulb', '2.50 USD'],
    ]);
  });

  describe('its memory', () => {
    it('keeps a price for five seconds and no longer', async () => {
      const { asked, prices, clock } = productService(answers(lamp), answers({ ...lamp, price: 24.99 }));
      await prices.lookUp(['lamp']);

      clock.advance(4_999);
      expect((await prices.lookUp(['lamp'])).get('lamp')!.unitPrice.toMajor()).toBe(19.99);
      expect(asked).toHaveLength(1);

      clock.advance(1);
      expect((await prices.lookUp(['lamp'])).get('lamp')!.unitPrice.toMajor()).toBe(24.99);
      expect(asked).toHaveLength(2);
    });

    it('counts the age from when it asked, not from when it was told', async () => {
      const { asked, prices, clock } = productService(() => {
        clock.advance(1_000);
        return answers(lamp)();
      }, answers(lamp));
      await prices.lookUp(['lamp']);

      clock.advance(4_000);
      await prices.lookUp(['lamp']);
      expect(asked).toHaveLength(2);
    });

    it('asks only for what it does not know', async () => {
      const { asked, prices } = productService(answers(lamp), answers(bulb));
      await prices.lookUp(['lamp']);
      const found = await prices.lookUp(['lamp', 'bulb']);

      expect([...found.keys()].sort()).toEqual(['bulb', 'lamp']);
      expect(asked.map(({ ids }) => ids)).toEqual(['lamp', 'bulb']);
    });

    it('does not remember that a product is unknown: it may be published any moment', async () => {
      const { prices } = productService(answers(), answers(lamp));
      expect((await prices.lookUp(['lamp'])).size).toBe(0);
      expect((await prices.lookUp(['lamp'])).size).toBe(1);
    });

    it('serves nothing older than five seconds even while the product service is down', async () => {
      const { prices, clock } = productService(answers(lamp), fails);
      await prices.lookUp(['lamp']);
      clock.advance(5_000);
      await expect(after(3_000, prices.lookUp(['lamp']))).rejects.toThrow(PriceListUnavailable);
    });

    it('serves what it knows while the product service is down', async () => {
      const { prices, clock } = productService(answers(lamp), fails);
      await prices.lookUp(['lamp']);
      clock.advance(4_000);
      expect((await prices.lookUp(['lamp'])).size).toBe(1);
    });
  });

  describe('when the product service is in trouble', () => {
    it('tries a second time', async () => {
      const { asked, prices } = productService(fails, answers(lamp));
      expect((await after(100, prices.lookUp(['lamp']))).size).toBe(1);
      expect(asked).toHaveLength(2);
    });

    it('tries a second time after an answer that takes too long, and hangs up on the first', async () => {
      const { asked, prices } = productService(hangs, () => {
        expect(asked.map(({ signal }) => signal.aborted)).toEqual([true, false]);
        return answers(lamp)();
      });
      expect((await after(1_600, prices.lookUp(['lamp']))).size).toBe(1);
    });

    it('gives up after two failures', async () => {
      const { asked, prices } = productService(fails);
      await expect(after(100, prices.lookUp(['lamp']))).rejects.toThrow(PriceListUnavailable);
      expect(asked).toHaveLength(2);
    });

    it('lets the customer wait three seconds at most', async () => {
      const { asked, prices } = productService(hangs);
      await expect(after(3_000, prices.lookUp(['lamp']))).rejects.toThrow(PriceListUnavailable);
      expect(asked).toHaveLength(2);
    });

    it.each([
      ['without products', of({ data: {} })],
      ['with a price of half a cent', of({ data: { items: [{ ...lamp, price: 0.005 }] } })],
      ['that is a page of HTML', of({ data: '<html>' })],
    ])('does not sell at an answer %s', async (_, answer) => {
      const { prices } = productService(() => answer);
      await expect(after(100, prices.lookUp(['lamp']))).rejects.toThrow(PriceListUnavailable);
    });
  });

  describe('its circuit breaker', () => {
    /** Five failures in a row: two customers with two tries each, and the first try of a third. */
    async function opened() {
      const service = productService(fails);
      for (let customer = 0; customer < 3; customer++) {
        await expect(after(100, service.prices.lookUp(['lamp']))).rejects.toThrow(PriceListUnavailable);
      }
      expect(service.asked).toHaveLength(5);
      return service;
    }

    it('spares the product service once it has failed five times in a row', async () => {
      const { asked, prices } = await opened();
      await expect(after(100, prices.lookUp(['lamp']))).rejects.toThrow(PriceListUnavailable);
      expect(asked).toHaveLength(5);
    });

    it('sends one probe after two seconds, and stays open when that fails', async () => {
      const { asked, prices } = await opened();
      await jest.advanceTimersByTimeAsync(2_000);
      await expect(after(100, prices.lookUp(['lamp']))).rejects.toThrow(PriceListUnavailable);
      expect(asked).toHaveLength(6);
    });

    it('closes again when the probe succeeds', async () => {
      const { prices, nowAnswers } = await opened();
      nowAnswers(answers(lamp), answers(bulb));
      await jest.advanceTimersByTimeAsync(2_000);
      expect((await prices.lookUp(['lamp'])).size).toBe(1);
      expect((await prices.lookUp(['bulb'])).size).toBe(1);
    });

    it('shows in the numbers, as do the questions and how they ended', async () => {
      const { prices, nowAnswers, metrics } = await opened();
      const isOpen = async () => (await metrics.read('price_list_breaker_open'))[0]!.value;
      expect(await isOpen()).toBe(1);
      nowAnswers(answers(lamp));
      await jest.advanceTimersByTimeAsync(2_000);
      await prices.lookUp(['lamp']);
      expect(await isOpen()).toBe(0);
      expect(metrics.series('price_list_requests_total')).toEqual([
        'price_list_requests_total{outcome=answered} 1',
        'price_list_requests_total{outcome=failed} 2',
        'price_list_requests_total{outcome=rejected} 1',
      ]);
    });

    it('does not open for customers who order what does not exist', async () => {
      const { asked, prices } = productService(answers());
      for (let n = 0; n < 7; n++) expect((await prices.lookUp(['unicorn'])).size).toBe(0);
      expect(asked).toHaveLength(7);
    });
  });
});
