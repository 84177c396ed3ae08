import { derivedId, Principal, Role } from '@tradewind/kernel';
import type { OutsideIssuer } from './outside-issuer';

export type Claims = Readonly<Record<string, unknown>>;

const LONGEST_NAME = 100;
const SUBJECT = /^[^\p{Cc}]{1,255}$/u;
const ADDRESS = /^[^\s\p{Cc}@]{1,64}@[^\s\p{Cc}@]{1,189}$/u;
const NOT_IN_A_NAME = /[\p{Cc}\p{Zl}\p{Zp}]+/gu;

/**
 * Who a token of the outside issuer speaks of; undefined if it is no access token, or says too little. Signature,
 * issuer, audience and times have been checked before.
 */
export function outsidePrincipal(
  { issuer, roleClaim }: Pick<OutsideIssuer, 'issuer' | 'roleClaim'>,
  header: Claims,
  claims: Claims,
): Principal | undefined {
  const { sub, exp } = claims;
  const email = verifiedAddress(claims);
  const name = nameIn(claims);
  if (!isAccessToken(header, claims) || typeof sub !== 'string' || !SUBJECT.test(sub)) return undefined;
  if (email === undefined || name === undefined || typeof exp !== 'number') return undefined;
  return {
    userId: outsideUserId(issuer, sub),
    email,
    name,
    role: roleIn(claims, roleClaim),
    expiresAt: new Date(exp * 1_000),
    identity: { issuer, subject: sub },
  };
}

/** The same in every service, without asking anybody; a UUIDv5, so never the id of an account of our own. */
export function outsideUserId(issuer: string, subject: string): string {
  return derivedId(`user ${issuer} ${subject}`);
}

/** What only the other kinds of token carry: ID tokens, and notices of a logout. */
const OF_OTHER_TOKENS = ['nonce', 'at_hash', 'c_hash', 's_hash', 'events'];

/**
 * RFC 9068 says it in the header, Keycloak in the claim `typ`; a token that says nothing must not carry what only
 * another kind does. One that is bound to its sender's key (`cnf`) is refused: we could not check that it is the sender.
 */
function isAccessToken({ typ }: Claims, claims: Claims): boolean {
  if (claims['cnf'] !== undefined) return false;
  const type = typeof typ === 'string' ? typ.toLowerCase().replace(/^application\//, '') : 'jwt';
  if (type === 'at+jwt') return true;
  if (type !== 'jwt') return false;
  if (claims['typ'] !== undefined) return claims['typ'] === 'Bearer';
  return OF_OTHER_TOKENS.every((name) => claims[name] === undefined);
}

/** Mails go there, and ADMINs know people by it: an address that nobody has proved to own is none. */
function verifiedAddress({ email, email_verified }: Claims): string | undefined {
  if (typeof email !== 'string' || email_verified !== true || !ADDRESS.test(email)) return undefined;
  return email.toLowerCase();
}

/** One line of bounded length, since it goes into the head of mails. */
function nameIn({ name, preferred_username }: Claims): string | undefined {
  return [name, preferred_username]
    .filter((one) => typeof one === 'string')
    .map((one) => [...one.replace(NOT_IN_A_NAME, ' ').trim()].slice(0, LONGEST_NAME).join(''))
    .find((one) => one !== '');
}

function roleIn(claims: Claims, roleClaim: string): Role {
  const roles = [claimAt(claims, roleClaim)].flat();
  return roles.includes('ADMIN') || roles.includes('admin') ? Role.Admin : Role.Customer;
}

/** A claim of that very name comes first: some issuers name theirs by a URL, which has dots. */
function claimAt(claims: Claims, path: string): unknown {
  if (Object.hasOwn(claims, path)) return claims[path];
  return path.split('.').reduce<unknown>((at, part) => {
    return typeof at === 'object' && at !== null && Object.hasOwn(at, part) ? (at as Claims)[part] : undefined;
  }, claims);
}
