type Json = Readonly<Record<string, unknown>>;

export interface Token {
  header: Json;
  claims: Json;
  /** The part of the text that the signature covers. */
  signed: string;
  signature: Buffer;
}

/** What Kong can parse a token for; which of them is accepted is the credential's matter. */
const KNOWN_ALGORITHMS = new Set(
  ['HS', 'RS', 'ES', 'PS'].flatMap((family) => ['256', '384', '512'].map((bits) => family + bits)).concat('EdDSA'),
);

/** The token, unverified, or what is wrong with its form. What follows a second dot is signature, further dots included. */
export function parseToken(text: string): Token | string {
  const [header64 = '', claims64 = '', ...rest] = text.split('.');
  const [header, claims] = [parseJson(header64), parseJson(claims64)];
  if (!header || !claims || rest.length === 0) return 'invalid JSON';
  const { alg } = header;
  if (typeof alg !== 'string' || !KNOWN_ALGORITHMS.has(alg)) return 'invalid alg';
  const signature = decoded(rest.join('.'));
  return signature ? { header, claims, signed: `${header64}.${claims64}`, signature } : 'invalid signature';
}

/** Without inherited names, so that a claim called `constructor` is missing unless it was sent; nothing is named in a list. */
function parseJson(base64: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(decoded(base64)?.toString('utf8') ?? '');
    if (typeof value !== 'object' || value === null) return undefined;
    const named = Array.isArray(value) ? {} : value;
    return Object.assign(Object.create(null) as Record<string, unknown>, named);
  } catch {
    return undefined;
  }
}

/** Node skips over what is not base64; Kong does not. */
function decoded(base64: string): Buffer | undefined {
  const isWhole = /^[\w+/-]*={0,2}$/.test(base64) && base64.length % 4 !== 1;
  return isWhole ? Buffer.from(base64, 'base64url') : undefined;
}
