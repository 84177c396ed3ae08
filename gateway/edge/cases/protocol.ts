import type { EdgeCase } from '../case';
import { ECHO_HEADERS, ECHO_SILENCE, ECHO_STREAM } from '../echo';
import type { Tokens } from '../tokens';

const SMALL_SHOP = 'http://localhost:3000';
const PREFLIGHT = [
  ['Access-Control-Request-Method', 'POST'],
  ['Access-Control-Request-Headers', 'authorization'],
] as const;
const LARGEST_BODY = 256 * 1024;
const LARGEST_IMPORT = 32 * 1024 * 1024;

export function protocolCases(tokens: Tokens): EdgeCase[] {
  return [
    ...corsCases(),
    ...sizeCases(tokens),
    ...headerCases(),
    ...streamCases(tokens),
    ...errorCases(tokens),
    ...malformedCases(),
  ];
}

function corsCases(): EdgeCase[] {
  const preflight = (path: string, origin: string, allowed: string | undefined): EdgeCase => ({
    name: `a preflight from ${origin} for ${path} is answered`,
    send: { method: 'OPTIONS', path, headers: [['Origin', origin], ...PREFLIGHT] },
    status: 200,
    body: '',
    headers: {
      'access-control-allow-origin': allowed,
      'access-control-allow-methods': /POST/,
      'access-control-allow-headers': /Authorization/,
      'access-control-max-age': /^\d+$/,
      'access-control-expose-headers': undefined,
      vary: 'Origin',
      'content-length': '0',
    },
  });
  const shared = {
    'access-control-allow-origin': SMALL_SHOP,
    'access-control-expose-headers': /Location/,
    vary: 'Origin',
  };
  return [
    preflight('/api/orders', SMALL_SHOP, SMALL_SHOP),
    preflight('/orders/7', SMALL_SHOP, SMALL_SHOP),
    preflight('/api/auth/login', SMALL_SHOP, SMALL_SHOP),
    preflight('/api/products', SMALL_SHOP, SMALL_SHOP),
    preflight('/search', SMALL_SHOP, SMALL_SHOP),
    preflight('/api/ai/chat', SMALL_SHOP, SMALL_SHOP),
    preflight('/api/products/import', SMALL_SHOP, SMALL_SHOP),
    preflight('/api/orders', 'http://evil.example', undefined),
    {
      name: 'a listed origin is named in an answer, beside what the upstream varies by',
      send: {
        path: '/api/products',
        headers: [
          ['Origin', SMALL_SHOP],
          [ECHO_HEADERS, '{"Vary":"Accept"}'],
        ],
      },
      status: 200,
      headers: { ...shared, vary: 'Accept, Origin' },
      upstream: {},
    },
    {
      name: 'a listed origin can read a 401',
      send: { path: '/api/orders', headers: [['Origin', SMALL_SHOP]] },
      status: 401,
      headers: shared,
    },
    {
      name: 'a listed origin can read a 404',
      send: { path: '/nothing', headers: [['Origin', SMALL_SHOP]] },
      status: 404,
      headers: shared,
    },
    {
      name: 'what an upstream says about origins does not count',
      send: {
        path: '/api/products',
        headers: [
          ['Origin', SMALL_SHOP],
          [ECHO_HEADERS, '{"Access-Control-Allow-Origin":"*"}'],
        ],
      },
      status: 200,
      headers: shared,
      upstream: {},
    },
    {
      name: 'another origin is served, but not named',
      send: { path: '/api/products', headers: [['Origin', 'http://evil.example']] },
      status: 200,
      headers: { 'access-control-allow-origin': undefined, vary: 'Origin' },
      upstream: {},
    },
  ];
}

function sizeCases(tokens: Tokens): EdgeCase[] {
  const token = ['Authorization', `Bearer ${tokens.valid()}`] as const;
  const post = (name: string, bytes: number, chunked: boolean): EdgeCase => ({
    name,
    send: { method: 'POST', path: '/api/orders', headers: [token], body: 'x'.repeat(bytes), chunked },
    ...(bytes > LARGEST_BODY
      ? { status: 413, body: /"message":"Request size limit exceeded"/ }
      : { status: 200, upstream: { method: 'POST', bytes, headers: { 'content-length': String(bytes) } } }),
  });
  return [
    post('the largest body passes', LARGEST_BODY, false),
    post('a body of one byte more does not', LARGEST_BODY + 1, false),
    post('a chunked body goes on with its length', 5, true),
    post('a chunked body is limited too', LARGEST_BODY + 1, true),
    {
      name: 'an import may be larger',
      send: { method: 'POST', path: '/api/products/import', headers: [token], body: 'x'.repeat(LARGEST_IMPORT) },
      status: 200,
      upstream: { path: '/api/products/import', bytes: LARGEST_IMPORT },
    },
    {
      name: 'an import of one byte more is refused before it comes',
      send: { method: 'POST', path: '/products/import', headers: [token], announced: LARGEST_IMPORT + 1 },
      status: 413,
      body: /"message":"Request size limit exceeded"/,
    },
    {
      name: 'who asks before he sends too much is told so',
      send: {
        method: 'POST',
        path: '/api/orders',
        headers: [token, ['Expect', '100-continue']],
        announced: LARGEST_BODY + 1,
      },
      status: 417,
      body: /"message":"Request size limit exceeded"/,
    },
    {
      name: 'a body without a type goes on without one',
      send: { method: 'POST', path: '/api/orders', headers: [token], body: '{"a":1}' },
      status: 200,
      upstream: { bytes: 7, headers: { 'content-type': undefined, 'transfer-encoding': undefined } },
    },
  ];
}

function headerCases(): EdgeCase[] {
  return [
    {
      name: "the client's correlation id goes both ways",
      send: { path: '/api/products', headers: [['X-Correlation-ID', 'abc']] },
      status: 200,
      headers: { 'x-correlation-id': 'abc' },
      upstream: { headers: { 'x-correlation-id': 'abc' } },
    },
    {
      name: 'a correlation id is made where there is none',
      send: { path: '/api/products' },
      status: 200,
      headers: {
        'x-correlation-id': /^[0-9a-f-]{36}$/,
        via: /^1\.1 kong\//,
        'x-kong-request-id': /^[0-9a-f]{32}$/,
        'x-kong-upstream-latency': /^\d+$/,
        'x-kong-proxy-latency': /^\d+$/,
      },
      upstream: { headers: { 'x-correlation-id': /^[0-9a-f-]{36}$/, via: /^1\.1 kong\// } },
    },
    {
      name: 'what a client says about itself is replaced',
      send: {
        path: '/products/7?a=1',
        headers: [
          ['Host', 'shop.example:8000'],
          ['X-Real-IP', '9.9.9.9'],
          ['X-Forwarded-For', '9.9.9.9'],
          ['X-Forwarded-Proto', 'https'],
          ['X-Forwarded-Host', 'evil.example'],
          ['X-Forwarded-Path', '/evil'],
          ['X-Forwarded-Prefix', '/evil'],
          ['X-Kong-Request-Id', 'evil'],
        ],
      },
      status: 200,
      upstream: {
        headers: {
          'x-real-ip': /^(?!9\.9\.9\.9$)/,
          'x-forwarded-for': /^9\.9\.9\.9, (?!9\.9\.9\.9$)/,
          'x-forwarded-proto': 'http',
          'x-forwarded-host': 'shop.example',
          'x-forwarded-path': '/products/7',
          'x-forwarded-prefix': /^\/products\/?$/,
          'x-kong-request-id': /^[0-9a-f]{32}$/,
        },
      },
    },
    {
      name: 'the way that others have told goes on being told',
      send: {
        path: '/api/products',
        headers: [
          ['Via', '1.1 first'],
          [ECHO_HEADERS, '{"Via":"1.1 behind"}'],
        ],
      },
      status: 200,
      headers: { via: /^1\.1 behind, 1\.1 kong\// },
      upstream: { headers: { via: /^1\.1 first, 1\.1 kong\// } },
    },
    {
      name: 'an answer of its own shows that no upstream was asked',
      send: { path: '/api/orders' },
      status: 401,
      headers: {
        server: /^kong\//,
        via: undefined,
        'x-kong-response-latency': /^\d+$/,
        'x-kong-upstream-latency': undefined,
        'x-kong-request-id': /^[0-9a-f]{32}$/,
      },
    },
    {
      name: 'a limit is told with each answer',
      send: { path: '/api/products' },
      status: 200,
      headers: {
        'ratelimit-limit': /^\d+$/,
        'ratelimit-remaining': /^\d+$/,
        'ratelimit-reset': /^\d+$/,
        'x-ratelimit-limit-minute': /^\d+$/,
        'x-ratelimit-remaining-minute': /^\d+$/,
        'retry-after': undefined,
      },
      upstream: {},
    },
    {
      name: 'what is about the connection ends here',
      send: {
        path: '/api/products',
        headers: [
          ['Connection', 'close, X-Drop'],
          ['X-Drop', '1'],
          ['Keep-Alive', 'timeout=5'],
          ['Proxy-Connection', 'close'],
          ['TE', 'gzip'],
          ['X-Keep', '1'],
          [ECHO_HEADERS, '{"Connection":"keep-alive, x-secret","X-Secret":"1","Server":"echo","X-Kept":"1"}'],
        ],
      },
      status: 200,
      headers: { 'x-secret': undefined, 'x-kept': '1', server: 'echo' },
      upstream: {
        headers: {
          'x-drop': undefined,
          'keep-alive': undefined,
          'proxy-connection': undefined,
          te: undefined,
          'x-keep': '1',
        },
      },
    },
  ];
}

function streamCases(tokens: Tokens): EdgeCase[] {
  const token = ['Authorization', `Bearer ${tokens.valid()}`] as const;
  return [
    {
      name: 'what an upstream sends of a stream is passed on before the stream ends',
      send: {
        path: '/api/orders/7/events',
        headers: [token, [ECHO_STREAM, '1'], ['Last-Event-ID', '42']],
        firstPiece: true,
      },
      status: 200,
      headers: { 'content-type': 'text/event-stream', 'content-length': undefined },
      upstream: { path: '/api/orders/7/events', headers: { 'last-event-id': '42' } },
    },
  ];
}

function errorCases(tokens: Tokens): EdgeCase[] {
  const token = ['Authorization', `Bearer ${tokens.valid()}`] as const;
  const lost = (name: string, accept: string, type: RegExp, body: RegExp): EdgeCase => ({
    name: `a 404 is written as ${name}`,
    send: { path: '/nothing', headers: [['Accept', accept]] },
    status: 404,
    headers: { 'content-type': type },
    body,
  });
  return [
    lost('JSON for an unknown type', 'image/png', /^application\/json/, /^\{/),
    lost('plain text', 'application/json;q=0.1, text/plain', /^text\/plain/, /^no Route matched with those values\n/),
    lost('HTML', 'text/html', /^text\/html/, /<p>no Route matched with those values\.<\/p>/),
    lost('XML', 'application/xml', /^application\/xml/, /<message>no Route matched with those values<\/message>/),
    {
      name: 'a service that is down is a 502',
      send: { path: '/api/payments/p-1', headers: [token] },
      status: 502,
      body: /^An invalid response was received from the upstream server\nrequest_id: /,
      headers: { via: /kong/, 'x-kong-upstream-latency': /^\d+$/, 'x-correlation-id': /./ },
    },
    {
      name: 'a service that is down is told as JSON to who asks for it',
      send: { path: '/payments', headers: [token, ['Accept', 'application/json']] },
      status: 502,
      body: /^\{\n {2}"message":"An invalid response/,
    },
    {
      name: 'and to who takes anything',
      send: { path: '/payments', headers: [token, ['Accept', '*/*']] },
      status: 502,
      headers: { 'content-type': /^application\/json/ },
      body: /^\{\n {2}"message":"An invalid response/,
    },
    {
      name: 'a service that is silent for too long is a 504',
      send: { method: 'POST', path: '/api/users/me/password', headers: [token, [ECHO_SILENCE, '1']], body: '{}' },
      isSlow: true,
      status: 504,
      headers: { via: /kong/, 'x-kong-upstream-latency': /^\d+$/, 'x-correlation-id': /./ },
      body: /^The upstream server is timing out\nrequest_id: /,
    },
    {
      name: 'TRACE is refused',
      send: { method: 'TRACE', path: '/api/products' },
      status: 405,
      body: /^Method not allowed/,
    },
    { name: 'a long line is refused', send: { path: `/${'a'.repeat(8200)}` }, status: 414, body: /^URI too long/ },
    {
      name: 'a long header is refused',
      send: { path: '/api/products', headers: [['X-Long', 'a'.repeat(8200)]] },
      status: 400,
      body: /^Request header or cookie too large/,
    },
  ];
}

function malformedCases(): EdgeCase[] {
  const refused = (name: string, ...lines: string[]): EdgeCase => ({
    name,
    send: `${lines.join('\r\n')}\r\nX-Correlation-ID: raw\r\nConnection: close\r\n\r\n`,
    status: 400,
    headers: { server: /^kong\//, 'x-correlation-id': 'raw', vary: 'Origin' },
    body: /Bad request\nrequest_id: [0-9a-f]{32}\n/,
  });
  const post = 'POST /api/auth/refresh HTTP/1.1';
  return [
    refused('a request without a host is refused', 'GET /api/products HTTP/1.1'),
    refused(
      'one with a length and chunks is refused',
      post,
      'Host: a',
      'Content-Length: 3',
      'Transfer-Encoding: chunked',
    ),
  ];
}
