import { Role } from '@tradewind/kernel';
import { outsidePrincipal, outsideUserId } from './claims';

const realm = { issuer: 'https://id.example.com/realms/shop', roleClaim: 'realm_access.roles' };
const header = { alg: 'RS256', typ: 'JWT', kid: 'k' };
const claims = {
  sub: 'f:1234:yash',
  typ: 'Bearer',
  email: 'Yash@Example.com',
  email_verified: true,
  name: 'Yash',
  preferred_username: 'yash',
  realm_access: { roles: ['offline_access', 'CUSTOMER'] },
  exp: 1_767_268_800,
};
const spokenOf = (change: object = {}, head: object = {}, from = realm) =>
  outsidePrincipal(from, { ...header, ...head }, { ...claims, ...change });

describe('an access token of the outside issuer', () => {
  it('says who asks, and until when', () => {
    expect(spokenOf()).toEqual({
      userId: outsideUserId(realm.issuer, 'f:1234:yash'),
      email: 'yash@example.com',
      name: 'Yash',
      role: Role.Customer,
      expiresAt: new Date('2026-01-01T12:00:00.000Z'),
      identity: { issuer: realm.issuer, subject: 'f:1234:yash' },
    });
  });

  it('gives a person the same user id every time, and another one at another issuer', () => {
    expect(spokenOf()?.userId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5/);
    expect(spokenOf({ email: 'new@example.com' })?.userId).toBe(spokenOf()?.userId);
    expect(spokenOf({}, {}, { ...realm, issuer: 'https://other.example.com' })?.userId).not.toBe(spokenOf()?.userId);
  });

  it.each([
    ['no subject', { sub: undefined }],
    ['an empty subject', { sub: '' }],
    ['a subject that no column holds', { sub: 'a\0b' }],
    ['no address', { email: undefined }],
    ['an address that nobody has proved to own', { email_verified: false }],
    ['an address of which nothing is said', { email_verified: undefined }],
    ['an address that is none', { email: 'yash' }],
    ['an address that would start a second line', { email: 'yash@example.com\r\nBcc: all@example.com' }],
    ['no name at all', { name: undefined, preferred_username: undefined }],
    ['no end', { exp: undefined }],
  ])('with %s is not enough', (_, change) => {
    expect(spokenOf(change)).toBeUndefined();
  });

  it('names the person by the user name where there is no other, on one line of bounded length', () => {
    expect(spokenOf({ name: undefined })?.name).toBe('yash');
    expect(spokenOf({ name: ' ' })?.name).toBe('yash');
    expect(spokenOf({ name: 'Yash\r\nBcc: all' })?.name).toBe('Yash Bcc: all');
    expect(spokenOf({ name: 'y'.repeat(1_000) })?.name).toHaveLength(100);
  });
});

describe('the role', () => {
  it.each([
    ['ADMIN among the roles', { realm_access: { roles: ['x', 'ADMIN'] } }, Role.Admin],
    ['admin among the roles', { realm_access: { roles: ['admin'] } }, Role.Admin],
    ['a name that only contains it', { realm_access: { roles: ['shop-admin', 'Admin'] } }, Role.Customer],
    ['no roles', { realm_access: undefined }, Role.Customer],
    ['roles that are no list', { realm_access: 'ADMIN' }, Role.Customer],
    ['our own claim, which is not theirs', { realm_access: undefined, role: 'ADMIN' }, Role.Customer],
  ])('by %s', (_, change, role) => {
    expect(spokenOf(change)?.role).toBe(role);
  });

  it.each([
    ['roles', { roles: ['ADMIN'] }],
    ['role', { role: 'ADMIN' }],
    ['https://shop.example.com/roles', { 'https://shop.example.com/roles': ['ADMIN'] }],
    ['resource_access.shop.roles', { resource_access: { shop: { roles: ['ADMIN'] } } }],
  ])('is found at the claim %s of the settings', (roleClaim, change) => {
    expect(spokenOf(change, {}, { ...realm, roleClaim })?.role).toBe(Role.Admin);
  });

  it('is not found in what every object inherits', () => {
    expect(spokenOf({}, {}, { ...realm, roleClaim: 'constructor.name' })?.role).toBe(Role.Customer);
  });
});

describe('the kind of token', () => {
  const silent = { typ: undefined };

  it.each<[string, object, object]>([
    ['of Keycloak', { typ: 'Bearer' }, {}],
    ['by RFC 9068', silent, { typ: 'at+jwt' }],
    ['by RFC 9068, spelled out', silent, { typ: 'application/AT+JWT' }],
    ['that says nothing', silent, { typ: undefined }],
  ])('is an access token %s', (_, change, head) => {
    expect(spokenOf(change, head)).toBeDefined();
  });

  it.each<[string, object, object]>([
    ["Keycloak's ID token", { typ: 'ID' }, {}],
    ["Keycloak's refresh token", { typ: 'Refresh' }, {}],
    ['an ID token, by its nonce', { ...silent, nonce: 'n' }, {}],
    ['an ID token, by the hash of its access token', { ...silent, at_hash: 'h' }, {}],
    ['a notice of a logout', { ...silent, events: {} }, {}],
    ['another type in the header', {}, { typ: 'logout+jwt' }],
    ["a token bound to its sender's key", { cnf: { jkt: 'k' } }, { typ: 'at+jwt' }],
  ])('is none: %s', (_, change, head) => {
    expect(spokenOf(change, head)).toBeUndefined();
  });
});
