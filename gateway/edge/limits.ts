import { ECHO_MARK } from './echo';
import { send, type Received, type Sent } from './http';
import type { Tokens } from './tokens';

/** Limits are about a row of requests, so they are stories. They use up the caller's minute: run them last, in this order. */
export interface LimitStory {
  name: string;
  run(base: URL, tokens: Tokens): Promise<string[]>;
}

/** A limit is lower than this, and a full minute may begin in between. */
const ENOUGH = 1000;

export const limitStories: readonly LimitStory[] = [
  {
    name: 'a caller with a token has one limit over all services, and another token its own',
    async run(base, tokens) {
      const token = tokens.valid();
      const paths = ['/api/orders', '/users/me', '/api/inventory', '/api/products'];
      const refusal = await untilRefused(base, (i) => ({
        ...withToken(token),
        path: paths[i % 4] ?? '/',
        method: 'PUT',
      }));
      const other = await send(base, { ...withToken(tokens.valid()), path: '/api/orders' });
      return [...isRefusal(refusal), ...expectStatus('another token', 200, other)];
    },
  },
  {
    name: 'a forged token is never counted',
    async run(base, tokens) {
      const forged = { ...withToken(tokens.signedByAnother()), path: '/api/orders' };
      const last = await send(base, forged);
      return [
        ...expectStatus('forged', 401, last),
        ...(last.headers['ratelimit-limit'] ? ['a forged token was counted'] : []),
      ];
    },
  },
  {
    name: 'login has a lower limit of its own',
    async run(base) {
      const refusal = await untilRefused(base, (i) => ({
        method: 'POST',
        path: i % 2 ? '/api/auth/login' : '/auth/login',
      }));
      const refresh = await send(base, { method: 'POST', path: '/api/auth/refresh' });
      const lower = Number(refusal.headers['ratelimit-limit']) < Number(refresh.headers['ratelimit-limit']);
      return [
        ...isRefusal(refusal),
        ...expectStatus('refresh', 200, refresh),
        ...(lower ? [] : ['the limit is not lower']),
      ];
    },
  },
  {
    name: 'the assistant has a lower limit of its own, for each token',
    async run(base, tokens) {
      const token = tokens.valid();
      const refusal = await untilRefused(base, (i) => ({
        ...withToken(token),
        path: i % 2 ? '/api/ai/chat' : '/ai/x',
      }));
      const elsewhere = await send(base, { ...withToken(token), path: '/api/orders' });
      const other = await send(base, { ...withToken(tokens.valid()), path: '/api/ai/chat' });
      const lower = Number(refusal.headers['ratelimit-limit']) < Number(elsewhere.headers['ratelimit-limit']);
      return [
        ...isRefusal(refusal),
        ...expectStatus('the same token elsewhere', 200, elsewhere),
        ...expectStatus('another token', 200, other),
        ...(lower ? [] : ['the limit is not lower']),
      ];
    },
  },
  {
    name: 'a caller without a token has one limit over all public routes, which a made-up header does not open again',
    async run(base, tokens) {
      const paths = ['/api/products', '/products/1', '/categories', '/docs', '/'];
      const refusal = await untilRefused(base, (i) => ({ path: paths[i % 5] ?? '/' }));
      const evading = await send(base, { path: '/api/products', headers: [['Authorization', 'Bearer made-up']] });
      const withOne = await send(base, { ...withToken(tokens.valid()), path: '/api/orders' });
      return [...isRefusal(refusal), ...isRefusal(evading), ...expectStatus('with a token', 200, withOne)];
    },
  },
];

async function untilRefused(base: URL, request: (index: number) => Sent): Promise<Received> {
  for (let index = 0; index < ENOUGH; index += 1) {
    const received = await send(base, request(index));
    if (received.status !== 200) return received;
  }
  throw new Error(`no limit within ${ENOUGH} requests`);
}

function isRefusal(received: Received): string[] {
  const { headers, text } = received;
  const wrong = [
    headers['ratelimit-remaining'] !== '0' && 'RateLimit-Remaining is not 0',
    headers['x-ratelimit-remaining-minute'] !== '0' && 'X-RateLimit-Remaining-Minute is not 0',
    !(Number(headers['retry-after']) >= 1 && Number(headers['retry-after']) <= 60) &&
      'Retry-After is not within a minute',
    headers['retry-after'] !== headers['ratelimit-reset'] && 'Retry-After is not RateLimit-Reset',
    headers[ECHO_MARK] !== undefined && 'it reached the upstream',
    !text.includes('"message":"API rate limit exceeded"') && `the body is ${text}`,
  ];
  return [...expectStatus('over the limit', 429, received), ...wrong.filter((one) => one !== false)];
}

function expectStatus(what: string, wanted: number, { status }: Received): string[] {
  return status === wanted ? [] : [`${what}: expected ${wanted}, got ${status}`];
}

function withToken(token: string): Pick<Sent, 'headers'> {
  return { headers: [['Authorization', `Bearer ${token}`]] };
}
