import { once } from 'node:events';
import { createServer } from 'node:http';
import { AddressInfo } from 'node:net';

interface Product {
  readonly id: string;
  readonly name: string;
  readonly price: number;
  readonly currency: string;
}

/** Answers what the product service answers, for products that the test makes up. */
export interface ProductService {
  readonly url: string;
  sells(id: string, price?: number, currency?: string): void;
  /** Hangs up on everybody while `work` runs. */
  whileDown<T>(work: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export async function productService(): Promise<ProductService> {
  const products = new Map<string, Product>();
  let isDown = false;
  const server = createServer((request, response) => {
    if (isDown) return request.socket.destroy();
    const ids = new URL(request.url!, 'http://product').searchParams.get('ids')!.split(',');
    const items = ids.flatMap((id) => products.get(id) ?? []);
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ items, next_cursor: null }));
    return undefined;
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    sells: (id, price = 19.99, currency = 'USD') => products.set(id, { id, name: `The ${id}`, price, currency }),
    async whileDown(work) {
      isDown = true;
      try {
        return await work();
      } finally {
        isDown = false;
      }
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
