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

/** The token, unverified, or what is wrong with its form. */
export function parseToken(text: string): Token | string {
  const [header64 = '', claims64 = '', signature64 = '', ...more] = text.split('.');
  const header = parseJson(header64);
  const claims = parseJson(claims64);
  if (!header || !claims || more.length > 0) return 'invalid JSON';
  const { alg } = header;
  if (typeof alg !== 'string' || !KNOWN_ALGORITHMS.has(alg)) return 'invalid alg';
  return { header, claims, signed: `${header64}.${claims64}`, signature: Buffer.from(signature64, 'base64url') };
}

/** Without inherited names, so that a claim called `constructor` is missing unless it was sent. */
function parseJson(base64url: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(base64url, 'base64url').toString('utf8'));
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? Object.assign(Object.create(null) as Record<string, unknown>, value) : undefined;
  } catch {
    return undefined;
  }
}
