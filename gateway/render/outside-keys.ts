import { createPublicKey, type KeyObject } from 'node:crypto';
import { readKeySet, type OutsideIssuer } from '@tradewind/oidc';
import { isUsable, type PublicKey } from './keys';

type Jwk = Readonly<Record<string, unknown>>;

/**
 * The keys that an outside issuer publishes now. What is wrong with them is only a warning: an issuer that is away, or
 * that does something strange, must not keep our own users out. Away, it has the keys that the last file had.
 */
export async function readOutsideKeys(
  issuer: OutsideIssuer,
  own: readonly PublicKey[],
  last: readonly PublicKey[],
  warn: (warning: string) => void,
): Promise<PublicKey[]> {
  const ownIds = new Set(own.map(({ kid }) => kid));
  const keys = await published(issuer, last, warn);
  // Whoever could take the id of one of our keys could sign in our name at the gateway.
  const [taken, free] = [keys.filter(({ kid }) => ownIds.has(kid)), keys.filter(({ kid }) => !ownIds.has(kid))];
  for (const { kid } of taken) warn(`${issuer.issuer}: its key ${kid} is left out, one of ours has that id`);
  if (free.length === 0) warn(`${issuer.issuer}: no key is known, so the gateway refuses all of its tokens`);
  return free;
}

async function published(
  issuer: OutsideIssuer,
  last: readonly PublicKey[],
  warn: (warning: string) => void,
): Promise<readonly PublicKey[]> {
  try {
    const { keys } = await readKeySet(issuer);
    const usable = keys.flatMap(publicKey);
    return [...new Map(usable.map((key) => [key.kid, key])).values()].sort((a, b) => (a.kid < b.kid ? -1 : 1));
  } catch (error) {
    warn(`${(error as Error).message}; the gateway keeps the keys it had, ${last.length} of them`);
    return last;
  }
}

/** None if it is not for checking RS256: issuers publish keys for other uses in the same set. */
function publicKey(jwk: Jwk): PublicKey[] {
  const { kid, use = 'sig', alg = 'RS256' } = jwk;
  if (typeof kid !== 'string' || kid === '' || use !== 'sig' || alg !== 'RS256') return [];
  const key = parsed(jwk);
  return key && isUsable(key)
    ? [{ kid, pem: key.export({ type: 'spki', format: 'pem' }) as string, outside: true }]
    : [];
}

function parsed({ kty, n, e }: Jwk): KeyObject | undefined {
  try {
    return createPublicKey({ key: { kty, n, e } as never, format: 'jwk' });
  } catch {
    return undefined;
  }
}
