import { newId } from '@tradewind/kernel';
import { connect } from 'node:net';
import { send } from '../../gateway/edge/http';
import { ask } from '../support/ask';
import { urlOf } from '../support/environment';
import { allOperations, nameOf, type Operation, pathOf, services } from '../support/openapi/documents';
import { type Customer, admin, newCustomer } from '../support/people';
import { expectRefusal, faultsOf } from '../support/refusal';
import { newProduct, type Product } from '../support/shop';

jest.setTimeout(120_000);

const KB = 1_024;

let customer: Customer;
let product: Product;
let shop: string;
/** One operation of each service that takes a body. */
let takers: Operation[];

beforeAll(async () => {
  [customer, product, shop] = [await newCustomer('Mallory'), await newProduct(), (await admin()).token!];
  const withBody = (await allOperations()).filter(({ body }) => body);
  takers = [...new Map(withBody.map((operation) => [operation.service, operation])).values()];
});

describe('every service itself refuses', () => {
  const sent = (taker: Operation, body: string, ...headers: [string, string][]) =>
    ask(taker.service, pathOf(taker, newId()), { method: taker.method, token: shop, body, headers });

  it('a body over 256 KB', async () => {
    for (const taker of takers) expectRefusal(await sent(taker, `{"name":"${'x'.repeat(256 * KB)}"}`), 413);
  });

  it('a body of any other kind than JSON', async () => {
    const kinds = [
      'text/plain',
      'application/x-www-form-urlencoded',
      'application/xml',
      'multipart/form-data; boundary=x',
    ];
    for (const kind of [...kinds, 'application/json-patch+json', 'nonsense', '']) {
      for (const taker of takers) expectRefusal(await sent(taker, '{"name":"x"}', ['Content-Type', kind]), 415);
    }
  });

  it('a packed body', async () => {
    for (const coding of ['gzip', 'br', 'nonsense']) {
      for (const taker of takers) expectRefusal(await sent(taker, '{"name":"x"}', ['Content-Encoding', coding]), 415);
    }
  });

  it.each(['{', '{"a":1,}', '[', '', 'NaN', '"', '{"a":1}{"b":2}', '\u0000', '\ufeff', '{a:1}', "{'a':1}"])(
    'what is not JSON: %j',
    async (text) => {
      for (const taker of takers) expectRefusal(await sent(taker, text), 400);
    },
  );

  it.each(['[]', '"text"', '7', 'true', 'null', '[[]]', '[{}]'])('JSON that is no object: %s', async (text) => {
    for (const taker of takers) expectRefusal(await sent(taker, text), 400);
  });

  it.each([
    ['objects', '{"a":', '}', 20_000],
    ['lists', '[', ']', 100_000],
    ['lists in a property', '{"items":[', ']}', 10_000],
  ])('nested %s without an end', async (_what, open, close, levels) => {
    for (const taker of takers) expectRefusal(await sent(taker, `${open.repeat(levels)}1${close.repeat(levels)}`), 400);
  });

  it('methods that nobody has heard of', async () => {
    for (const taker of takers) {
      for (const method of ['TRACE', 'PROPFIND', 'MKCOL', 'LOCK', 'PURGE', 'REPORT', 'OPTIONS']) {
        expectRefusal(await ask(taker.service, pathOf(taker, newId()), { method, token: shop }), 404);
      }
    }
  });

  it('a path that is none', async () => {
    for (const service of services()) {
      for (const path of [
        '/api/%zz',
        '/api/%',
        '/api/%ff',
        `/api/${'x'.repeat(4_000)}`,
        '/api/../..//etc/passwd',
        '/.env',
      ]) {
        expectRefusal(await ask(service, path, { token: shop }), 404);
      }
    }
  });

  it.each([
    ['what is no HTTP', 'GIBBERISH\r\n\r\n', 400],
    ['a header that is none', 'GET / HTTP/1.1\r\nHost: x\r\nno header\r\n\r\n', 400],
    ['two lengths', 'POST /api/x HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx', 400],
    [
      'a length and chunks, which two servers would read as two different requests',
      'POST /api/x HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      400,
    ],
    ['a head without an end', `GET / HTTP/1.1\r\nHost: x\r\nX-Long: ${'x'.repeat(20 * KB)}\r\n\r\n`, 431],
  ])('%s', async (_what, bytes, status) => {
    for (const service of services()) {
      const [head = '', body = ''] = (await spoken(service, bytes)).split('\r\n\r\n');
      expect(head).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
      expect(head).toMatch(/content-type: application\/problem\+json/i);
      expect(JSON.parse(body)).toMatchObject({ status, code: expect.stringMatching(/^request\./) });
    }
  });
});

describe('the gateway refuses', () => {
  it('a body over 256 KB, announced or in chunks', async () => {
    const body = `{"name":"${'x'.repeat(256 * KB)}"}`;
    expect((await ask('gateway', '/api/orders', { method: 'POST', token: customer.api.token, body })).status).toBe(413);
    const headers = [
      ['Authorization', `Bearer ${customer.api.token}`],
      ['Content-Type', 'application/json'],
    ] as const;
    const chunked = { method: 'POST', path: '/api/orders', headers, body, chunked: true };
    expect((await send(new URL(urlOf('gateway')), chunked)).status).toBe(413);
  });

  // A path that reaches a page of the product service is no find: it is the pages that are public.
  it('every way to what only the inside of the network may see', async () => {
    const inside = ['metrics', 'health/live', 'health/ready', 'openapi.json', 'health', 'status', 'admin'];
    const ways = inside.flatMap((name) => [
      ...[`/${name}`, `//${name}`, `/./${name}`, `/${name}/`, `/api/${name}`, `/api//${name}`, `/api/../${name}`],
      ...[
        `/api/products/../${name}`,
        `/api/products/../../${name}`,
        `/products/..%2f${name}`,
        `/orders/..%2F..%2F${name}`,
      ],
      ...[`/api/orders/%2e%2e/%2e%2e/${name}`, `/docs/../${name}`, `/docs/..%2f${name}`, `/docs/%2e%2e/${name}`],
      ...[
        `/docs/..;/${name}`,
        `/docs/..%5c${name}`,
        `/docs/..\\${name}`,
        `/%2f${name}`,
        `/${name}%00`,
        `/${name}?x=/docs`,
      ],
      ...[
        `/${name.toUpperCase()}`,
        `/${name.replaceAll('e', '%65')}`,
        `/%252e%252e/${name}`,
        `/api/users/me/../../../${name}`,
      ],
      ...[`/docs/assets/..%2f..%2f${name}`, `/docs/assets/%2e%2e%2f%2e%2e%2f${name}`, `/docs#/../${name}`],
    ]);
    for (const path of ways) {
      const { status, text } = await ask('gateway', path, { token: shop });
      expect([path, [400, 404].includes(status) || `${status} ${text}`]).toEqual([path, true]);
      expect(text).not.toMatch(/process_cpu|"status":"(ok|up)"|"openapi":/);
    }
  });

  it('methods and paths that no client of ours uses', async () => {
    for (const method of ['TRACE', 'PURGE', 'PROPFIND']) {
      const { status } = await ask('gateway', '/api/products', { method });
      expect([method, [400, 401, 404, 405].includes(status) || status]).toEqual([method, true]);
    }
    for (const path of [`/api/products/${'x'.repeat(9_000)}`, '/api/products/%00', '/api/products/%zz']) {
      const { status } = await ask('gateway', path);
      expect([400, 404, 414]).toContain(status);
    }
  });
});

describe('an order', () => {
  const order = (lines: number) => {
    const items = Array.from({ length: lines }, () => ({ product_id: product.id, quantity: 1 }));
    return ask('gateway', '/api/orders', { method: 'POST', token: customer.api.token, body: { items } });
  };

  it('may have 100 lines and no more', async () => {
    expect((await order(100)).status).toBe(201);
    expectRefusal(await order(101), 400);
    expectRefusal(await order(3_000), 400);
  });
});

describe('text that means something to somebody', () => {
  const TEXTS = [
    "'; DROP TABLE users; --",
    '" OR 1=1',
    '${7*7}',
    '{{constructor.constructor("x")()}}',
    '<script>alert(1)</script>',
    '../../../../etc/passwd',
    'a\r\nSet-Cookie: role=ADMIN',
    '%0d%0aLocation:%20/evil',
    '\u202egnp.exe',
    'null',
    '__proto__',
    '\ud83d\ude00'.repeat(100),
    '\uFFFD\uFFFF',
    '1e309',
    '-0',
  ];

  it('is text: what it may be stored as comes back as it was, and else it is refused', async () => {
    for (const text of TEXTS) {
      const name = text.trim().slice(0, 200);
      const created = await ask('product', '/api/products', {
        method: 'POST',
        token: shop,
        body: { name, price: 1, category: 'Attacks', description: text },
      });
      expect([text, faultsOf(created)]).toEqual([text, []]);
      if (created.status === 201) expect(JSON.parse(created.text)).toMatchObject({ name: name.trim() });
      else expectRefusal(created, 400);
    }
  });

  it('is no more than an unknown id, a bad cursor or a bad value in a path or a query', async () => {
    const operations = (await allOperations()).filter(({ method }) => method === 'GET');
    for (const operation of operations) {
      const token = operation.policy === 'admin' ? shop : customer.api.token;
      const inQuery = operation.parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name);
      for (const text of TEXTS) {
        for (const tail of ['', ...inQuery.map((name) => `?${name}=${encodeURIComponent(text)}`)]) {
          const answer = await ask(operation.service, pathOf(operation, text) + tail, { token });
          expect([nameOf(operation), text, tail, faultsOf(answer)]).toEqual([nameOf(operation), text, tail, []]);
          expect(answer.headers['set-cookie']).toBeUndefined();
        }
      }
    }
  });
});

/** What a service answers to bytes that no HTTP client would send. */
function spoken(service: string, bytes: string): Promise<string> {
  const { hostname, port } = new URL(urlOf(service));
  return new Promise((resolve, reject) => {
    let heard = '';
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    socket.on('data', (piece: Buffer) => (heard += piece.toString())).on('end', () => socket.end());
    socket.on('close', () => resolve(heard)).on('error', reject);
  });
}
