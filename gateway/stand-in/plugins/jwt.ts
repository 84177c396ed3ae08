import { createVerify } from 'node:crypto';
import { exactly, list, object, oneOf, optional, refuse, text, type Reader } from '../declaration/shape';
import type { Answer } from '../errors';
import type { Consumer, Exchange } from '../exchange';
import { definePlugin, type Credential, type World } from './plugin';
import { parseToken, type Token } from './jwt-token';

const fields = object(
  {
    key_claim_name: optional(text(), 'iss'),
    claims_to_verify: optional(list(oneOf(['exp', 'nbf'])), []),
    uri_param_names: optional(list(text()), ['jwt']),
    cookie_names: optional(exactly(), []),
    header_names: optional(exactly('authorization'), []),
    run_on_preflight: optional(oneOf([true], [false]), true),
  },
  ['secret_is_base64', 'anonymous', 'maximum_expiration', 'realm'],
);

/** Kong's defaults check no expiry and take a token from the query, too; what they mean is not implemented. */
const config: Reader<ReturnType<typeof fields>> = (value, place) => {
  const read = fields(value, place);
  const claims = read.claims_to_verify.join();
  if (claims !== 'exp') return refuse(`${place}.claims_to_verify`, `other than ["exp"] is not implemented`);
  if (read.uri_param_names.length > 0) return refuse(`${place}.uri_param_names`, 'other than [] is not implemented');
  return read;
};

export const jwt = definePlugin({
  name: 'jwt',
  priority: 1450,
  toConsumers: 'never',
  config,
  start: ({ key_claim_name }, world) => ({
    access(exchange) {
      const token = bearerToken(exchange.header('authorization'));
      if (token === undefined) return unauthorized({ message: 'Unauthorized' }, 'Bearer');
      const outcome = authenticate(token, key_claim_name, world, exchange.now);
      if ('refused' in outcome) return unauthorized(outcome.refused, 'Bearer error="invalid_token"');
      accept(exchange, outcome.consumer, outcome.key);
      return undefined;
    },
  }),
});

type Outcome = { refused: Record<string, string> } | { consumer: Consumer; key: string };

/** Kong's order of checks decides which of several faults is told. */
function authenticate(text: string, keyClaim: string, world: World, now: number): Outcome {
  const token = parseToken(text);
  if (typeof token === 'string') return refused(`Bad token; ${token}`);
  const claimed = token.claims[keyClaim];
  const key = claimed === undefined || claimed === false ? token.header[keyClaim] : claimed;
  if (key === undefined || key === false) return refused(`No mandatory '${keyClaim}' in claims`);
  if (key === '') return refused(`Invalid '${keyClaim}' in claims`);
  const credential = typeof key === 'string' ? world.credentials.get(key) : undefined;
  if (typeof key !== 'string' || !credential) return refused(`No credentials found for given '${keyClaim}'`);
  if (token.header['alg'] !== 'RS256') return refused('Invalid algorithm');
  if (!isSignedBy(token, credential)) return refused('Invalid signature');
  return expiry(token.claims['exp'], now) ?? { consumer: credential.consumer, key };
}

function isSignedBy(token: Token, credential: Credential): boolean {
  return createVerify('RSA-SHA256').update(token.signed).verify(credential.publicKey, token.signature);
}

function expiry(exp: unknown, now: number): Outcome | undefined {
  if (typeof exp !== 'number') return { refused: { exp: 'must be a number' } };
  return exp <= Math.floor(now / 1000) ? { refused: { exp: 'token expired' } } : undefined;
}

function bearerToken(header: string | undefined): string | undefined {
  return /[Bb]earer\s+(.+)/.exec(header ?? '')?.[1];
}

/** Replaces what the client may have sent under these names. */
function accept(exchange: Exchange, consumer: Consumer, key: string): void {
  exchange.consumer = consumer;
  Object.assign(exchange.towardsUpstream, {
    'X-Consumer-ID': consumer.id,
    'X-Consumer-Username': consumer.username,
    'X-Consumer-Custom-ID': undefined,
    'X-Credential-Identifier': key,
    'X-Anonymous-Consumer': undefined,
  });
}

function refused(message: string): Outcome {
  return { refused: { message } };
}

function unauthorized(body: Record<string, string>, challenge: string): Answer {
  return { kind: 'exit', status: 401, body, headers: { 'WWW-Authenticate': challenge } };
}
