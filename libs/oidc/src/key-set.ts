import axios from 'axios';
import { isSafe, type OutsideIssuer } from './outside-issuer';

export interface KeySet {
  readonly keys: readonly JsonWebKey[];
}

export interface JsonWebKey {
  readonly [member: string]: unknown;
}

const ANSWER_WITHIN_MS = 3_000;
const LARGEST_ANSWER = 256 * 1_024;

/**
 * Reads the public keys of an outside issuer, where its settings or its discovery document say they are.
 * @throws Error that says what was asked and what is wrong
 */
export async function readKeySet(of: OutsideIssuer): Promise<KeySet> {
  const url = of.jwksUrl ?? (await discoverKeySet(of));
  const { keys } = await readJson(url);
  if (!Array.isArray(keys)) throw new Error(`${url} is no key set`);
  return { keys: keys.filter(isObject) };
}

/** By OpenID Connect Discovery: a document that names another issuer is another's, whoever serves it. */
async function discoverKeySet({ issuer, allowsHttp }: OutsideIssuer): Promise<string> {
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const { issuer: named, jwks_uri: found } = await readJson(url);
  if (named !== issuer) throw new Error(`${url} is about the issuer ${JSON.stringify(named)}`);
  if (typeof found !== 'string' || !URL.canParse(found)) throw new Error(`${url} names no key set`);
  if (!isSafe(new URL(found), allowsHttp)) throw new Error(`${url} names a key set without https: ${found}`);
  return found;
}

async function readJson(url: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    // A redirect could lead to http, or to where the settings never pointed.
    const limits = { timeout: ANSWER_WITHIN_MS, maxRedirects: 0, maxContentLength: LARGEST_ANSWER };
    const { data } = await axios.get<unknown>(url, { ...limits, responseType: 'json' });
    if (isObject(data)) return data;
  } catch (error) {
    throw new Error(`${url} does not answer: ${error instanceof Error ? error.message : String(error)}`);
  }
  throw new Error(`${url} does not answer a JSON object`);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
