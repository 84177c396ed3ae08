import { createVerify } from 'node:crypto';
import { exactly, object, oneOf, optional, text } from '../declaration/shape';
import type { Answer } from '../errors';
import type { Consumer, Exchange } from '../exchange';
import { definePlugin, type Credential, type World } from './plugin';
import { parseToken, type Token } from './jwt-token';

/**
 * Fields that Kong would take for "do not check" when they are missing (claims_to_verify) or that would open a second
 * door (uri_param_names) have to be written out.
 */
const config = object({
  key_claim_name: text(),
  claims_to_verify: exactly('exp'),
  uri_param_names: exactly(),
  cookie_names: optional(exactly(), []),
  header_names: optional(exactly('authorization'), []),
  run_on_preflight: optional(oneOf(true), true),
});

export const jwt = definePlugin({
  name: 'jwt',
  priority: 1450,
  scopes: ['global', 'service', 'route'],
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
  const key = token.claims[keyClaim] ?? token.header[keyClaim];
  if (key === undefined || key === null || key === false) return refused(`No mandatory '${keyClaim}' in claims`);
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
  return /^\s*[Bb]earer\s+(.+)$/.exec(header ?? '')?.[1];
}

/** Replaces what the client may have sent under these names. */
function accept(exchange: Exchange, consumer: Consumer, key: string): void {
  exchange.consumer = consumer;
  Object.assign(exchange.towardsUpstream, {
    'x-consumer-id': consumer.id,
    'x-consumer-username': consumer.username,
    'x-consumer-custom-id': undefined,
    'x-credential-identifier': key,
    'x-anonymous-consumer': undefined,
  });
}

function refused(message: string): Outcome {
  return { refused: { message } };
}

function unauthorized(body: Record<string, string>, challenge: string): Answer {
  return { kind: 'exit', status: 401, body, headers: { 'WWW-Authenticate': challenge } };
}
