import type { EdgeCase } from '../case';
import type { Tokens } from '../tokens';

const JSON_404 = /^\{\n {2}"message":"no Route matched with those values",\n {2}"request_id":"[0-9a-f]{32}"\n\}$/;

/** Every public prefix with and without /api, and what must not be reached by playing with the path. */
export function routingCases(tokens: Tokens): EdgeCase[] {
  const headers = [['Authorization', `Bearer ${tokens.valid()}`]] as const;
  const reaches = (path: string, upstream: string): EdgeCase => ({
    name: `${path} reaches ${upstream}`,
    send: { path, headers },
    status: 200,
    upstream: { path: upstream },
  });
  return [
    reaches('/api/orders', '/api/orders'),
    reaches('/sagas/7/retry', '/api/sagas/7/retry'),
    reaches('/dead-letters?limit=5', '/api/dead-letters?limit=5'),
    reaches('/api/dead-letters/order.replies/replay', '/api/dead-letters/order.replies/replay'),
    reaches('/api/audit-log?target=order.replies', '/api/audit-log?target=order.replies'),
    reaches('/orders', '/api/orders'),
    reaches('/api/orders/7/saga?full=1', '/api/orders/7/saga?full=1'),
    reaches('/orders/7/saga?full=1', '/api/orders/7/saga?full=1'),
    reaches('/api/inventory/prod-001/check?quantity=1', '/api/inventory/prod-001/check?quantity=1'),
    reaches('/inventory', '/api/inventory'),
    reaches('/api/users/me', '/api/users/me'),
    reaches('/users/me', '/api/users/me'),
    reaches('/users/me/password', '/api/users/me/password'),
    reaches('/auth/logout-all', '/api/auth/logout-all'),
    reaches('/auth/jwks', '/api/auth/jwks'),
    reaches('/api/categories/toys', '/api/categories/toys'),
    reaches('/api/products/a%20b%2Fc%41?q=%20a', '/api/products/a%20b%2FcA?q=%20a'),
    reaches('/api//products///7', '/api/products/7'),
    reaches('/api/orders/../products/./7', '/api/products/7'),
    reaches('/api/products?', '/api/products?'),
    reaches('/api/products/..x/a+b;c=1@', '/api/products/..x/a+b;c=1@'),
    reaches('/api/products/import', '/api/products/import'),
    reaches('/api/search?q=iphone', '/api/search?q=iphone'),
    reaches('/search/autocomplete?q=ip', '/api/search/autocomplete?q=ip'),
    reaches('/api/search/filter?tags=a,b', '/api/search/filter?tags=a,b'),
    reaches('/api/notifications', '/api/notifications'),
    reaches('/notifications/7/resend', '/api/notifications/7/resend'),
    reaches('/api/ai/recommendations?category=toys', '/api/ai/recommendations?category=toys'),
    reaches('/ai/chat', '/api/ai/chat'),
    reaches('/docs/..%2Fmetrics', '/docs/..%2Fmetrics'),
    reaches('/docs', '/docs'),
    reaches('/docs/assets/page.js', '/docs/assets/page.js'),
    reaches('/', '/'),
    ...['/api/ordersfoo', '/api/productsfoo', '/api/aifoo', '/docsfoo', '/API/orders'].map(hasNoRoute),
    ...['/metrics', '/health/ready', '/api/metrics', '/api', '/api/products/../health/ready'].map(hasNoRoute),
    ...['/docs/../metrics', '/docs/%2e%2e/metrics', '/docs/.%2E//metrics', '/docs%2F..%2Fmetrics'].map(hasNoRoute),
    ...['/../metrics', '/%2e%2e/metrics', '/api/products/%zz', '/api/products/%00'].map(isBad),
    {
      name: 'an import is told from the catalog by its method',
      send: { method: 'POST', path: '/products/import', headers },
      status: 200,
      upstream: { method: 'POST', path: '/api/products/import' },
    },
    {
      name: 'a HEAD of what is not there gets no body',
      send: { method: 'HEAD', path: '/nothing' },
      status: 404,
      headers: { 'content-type': /^application\/json/ },
      body: '',
    },
    {
      name: 'a public prefix takes only its public methods',
      send: { method: 'POST', path: '/', body: '{}' },
      status: 404,
    },
  ];
}

function hasNoRoute(path: string): EdgeCase {
  return { name: `${path} reaches nothing`, send: { path }, status: 404, body: JSON_404 };
}

function isBad(path: string): EdgeCase {
  return { name: `${path} is refused`, send: { path }, status: 400, body: /^Bad request\nrequest_id: [0-9a-f]{32}\n$/ };
}
