import type { EdgeCase } from '../case';
import type { Tokens } from '../tokens';

/** What is public, what is not, and every kind of token. */
export function accessCases(tokens: Tokens): EdgeCase[] {
  return [...publicCases(), ...protectedCases(), ...goodTokens(tokens), ...badTokens(tokens)];
}

function publicCases(): EdgeCase[] {
  const open: [method: string, path: string][] = [
    ['POST', '/api/auth/register'],
    ['POST', '/auth/login'],
    ['POST', '/api/auth/refresh'],
    ['GET', '/api/auth/jwks'],
    ['GET', '/api/products'],
    ['HEAD', '/products/prod-001'],
    ['GET', '/categories'],
    ['HEAD', '/api/search/autocomplete?q=a'],
  ];
  const webhook = '/api/payments/webhooks/stripe';
  return [
    ...open.map(([method, path]) => ({
      name: `${method} ${path} needs no token`,
      send: { method, path },
      status: 200,
      upstream: { path: path.startsWith('/api') ? path : `/api${path}` },
    })),
    // Its service is the one that is down.
    { name: `POST ${webhook} needs no token`, send: { method: 'POST', path: webhook, body: '{}' }, status: 502 },
  ];
}

function protectedCases(): EdgeCase[] {
  const closed: [method: string, path: string][] = [
    ['POST', '/api/auth/logout'],
    ['POST', '/auth/logout-all'],
    ['GET', '/api/auth/login'],
    ['POST', '/api/auth/login/'],
    ['POST', '/api/auth/loginfoo'],
    ['POST', '/auth/login/../logout'],
    ['GET', '/api/users/me'],
    ['POST', '/api/users/me/password'],
    ['POST', '/api/products'],
    ['DELETE', '/products/prod-001'],
    ['PUT', '/api/categories/toys'],
    ['GET', '/api/orders'],
    ['GET', '/api/sagas'],
    ['GET', '/api/dead-letters'],
    ['POST', '/dead-letters/order.replies/discard'],
    ['GET', '/audit-log'],
    ['GET', '/api/inventory'],
    ['GET', '/payments/p-1'],
    ['GET', '/api/payments/webhooks/stripe'],
    ['POST', '/payments/webhooks/stripe/'],
    ['POST', '/api/products/import'],
    ['POST', '/search'],
    ['GET', '/notifications'],
    ['POST', '/api/ai/chat'],
    ['GET', '/ai/recommendations'],
    ['OPTIONS', '/api/orders'],
    ['OPTIONS', '/api/products'],
  ];
  return closed.map(([method, path]) => ({
    name: `${method} ${path} needs a token`,
    send: { method, path },
    ...unauthorized('{"message":"Unauthorized"}', 'Bearer'),
  }));
}

function goodTokens(tokens: Tokens): EdgeCase[] {
  const token = tokens.valid();
  const accepted = (name: string, ...headers: [string, string][]): EdgeCase => ({
    name,
    send: { path: '/api/orders', headers },
    status: 200,
    upstream: {
      headers: {
        'x-consumer-username': 'tradewind-users',
        'x-consumer-id': /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/,
        'x-credential-identifier': /./,
        'x-consumer-custom-id': undefined,
        'x-anonymous-consumer': undefined,
        authorization: headers[0]?.[1],
      },
    },
  });
  return [
    accepted('a good token passes', ['Authorization', `Bearer ${token}`]),
    accepted('the scheme may begin with a small letter', ['authorization', `bearer ${token}`]),
    accepted(
      'forged consumer headers are replaced',
      ['Authorization', `Bearer ${token}`],
      ['X-Consumer-Username', 'admin'],
      ['X-Consumer-ID', '1'],
      ['X-Consumer-Custom-ID', '1'],
      ['X-Anonymous-Consumer', 'true'],
      ['X-Credential-Identifier', 'k'],
    ),
  ];
}

function badTokens(tokens: Tokens): EdgeCase[] {
  const refused = (name: string, authorization: string, body: string, challenge?: string): EdgeCase => ({
    name,
    send: { path: '/api/orders', headers: [['Authorization', authorization]] },
    ...unauthorized(body, challenge),
  });
  const bearer = (name: string, token: string, message: string): EdgeCase =>
    refused(name, `Bearer ${token}`, message.startsWith('{') ? message : `{"message":"${message}"}`);
  return [
    refused('another scheme is no token', 'Basic dTpw', '{"message":"Unauthorized"}', 'Bearer'),
    refused('a bare token is no token', tokens.valid(), '{"message":"Unauthorized"}', 'Bearer'),
    bearer('one word is no token', 'abc', 'Bad token; invalid JSON'),
    bearer('three words are no token', 'a.b.c', 'Bad token; invalid JSON'),
    bearer('an unsigned token is refused', tokens.unsigned(), 'Bad token; invalid alg'),
    bearer('an unknown algorithm is refused', tokens.unsigned('RS1'), 'Bad token; invalid alg'),
    bearer('a token signed by another key is refused', tokens.signedByAnother(), 'Invalid signature'),
    bearer('a token with changed claims is refused', tokens.withAnotherBody(), 'Invalid signature'),
    bearer('the public key is no HMAC secret', tokens.hmacWithPublicKey(), 'Invalid algorithm'),
    bearer('a token without a key id is refused', tokens.valid({}, { kid: undefined }), "No mandatory 'kid' in claims"),
    bearer('an empty key id is refused', tokens.valid({}, { kid: '' }), "Invalid 'kid' in claims"),
    bearer('an unknown key is refused', tokens.valid({}, { kid: 'x' }), "No credentials found for given 'kid'"),
    bearer('an expired token is refused', tokens.valid({ exp: 1_700_000_000 }), '{"exp":"token expired"}'),
    bearer('a token that never expires is refused', tokens.valid({ exp: undefined }), '{"exp":"must be a number"}'),
    bearer('an expiry must be a number', tokens.valid({ exp: '4102444800' }), '{"exp":"must be a number"}'),
    {
      name: 'a token in the query is no token',
      send: { path: `/api/orders?jwt=${tokens.valid()}` },
      ...unauthorized('{"message":"Unauthorized"}', 'Bearer'),
    },
    {
      name: 'a missing token is told in JSON, whatever is asked for',
      send: { path: '/api/orders', headers: [['Accept', 'text/html']] },
      ...unauthorized('{"message":"Unauthorized"}', 'Bearer'),
    },
    {
      name: 'two Authorization headers are refused',
      send: {
        path: '/api/orders',
        headers: [
          ...[tokens.valid(), tokens.valid()].map((one) => ['Authorization', `Bearer ${one}`] as const),
          ['X-Correlation-ID', 'two'],
        ],
      },
      status: 400,
      body: /^Bad request\nrequest_id: /,
      headers: { 'x-correlation-id': 'two', vary: 'Origin', via: undefined },
    },
  ];
}

function unauthorized(
  body: string,
  challenge = 'Bearer error="invalid_token"',
): Pick<EdgeCase, 'status' | 'body' | 'headers'> {
  const headers = { 'www-authenticate': challenge, 'content-type': 'application/json; charset=utf-8', via: undefined };
  return { status: 401, body, headers: { ...headers, 'x-correlation-id': /./, 'ratelimit-limit': undefined } };
}
