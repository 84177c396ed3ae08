import { createServer, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { RunningProduct, runProduct } from './running-product';

const NOBODY = 'http://127.0.0.1:9';

describe('the pages at the root', () => {
  let service: RunningProduct;
  let neighbour: Server;

  beforeAll(async () => {
    neighbour = createServer((_request, response) => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ paths: { '/api/users': {} }, components: { schemas: { UserDto: {} } } }));
    });
    await new Promise<void>((resolve) => neighbour.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(neighbour.address() as AddressInfo).port}`;
    const silent = { PRODUCT_URL: NOBODY, ORDER_URL: NOBODY, INVENTORY_URL: NOBODY, PAYMENT_URL: NOBODY };
    service = await runProduct({ ...silent, USER_URL: url });
  }, 30_000);

  afterAll(async () => {
    await service?.close();
    neighbour?.close();
  });

  it('welcomes whoever comes, and shows the way to the reference', async () => {
    const { text, headers } = await service.anonymous.get('/').expect(200);
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(text).toContain('href="/docs"');
  });

  it('shows the reference with nothing that is not served here', async () => {
    const { text } = await service.anonymous.get('/docs').expect(200);
    const linked = [...text.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1]!);
    expect(linked).toHaveLength(3);
    for (const path of linked) {
      expect(path).toMatch(/^\/docs\/assets\//);
      const { headers } = await service.anonymous.get(path).expect(200);
      expect(headers['content-type']).toMatch(/css|javascript|png/);
    }
  });

  it.each(['package.json', 'constructor', '..%2Fpackage.json'])('serves no other file: %s', async (name) => {
    await service.anonymous.get(`/docs/assets/${name}`).expect(404);
  });

  it('merges what the services that answer offer, and names the others', async () => {
    const { body } = await service.anonymous.get('/docs/openapi.json').expect(200);
    expect(Object.keys(body.paths)).toEqual(['/api/users']);
    expect(body.components.schemas).toEqual({ UserDto: {} });
    expect(body.info.description).toContain('product, order, inventory, payment.');
  });

  it('keeps them out of /api', async () => {
    await service.anonymous.get('/api').expect(404);
    await service.anonymous.get('/api/docs').expect(404);
  });

  it('describes its own routes at /openapi.json, these pages apart', async () => {
    const { body } = await service.anonymous.get('/openapi.json').expect(200);
    expect(Object.keys(body.paths).sort()).toEqual([
      '/api/categories',
      '/api/categories/{id}',
      '/api/products',
      '/api/products/{id}',
    ]);
  });
});
