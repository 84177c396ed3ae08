import { JwtService } from '@nestjs/jwt';
import { Principal, Role } from '@tradewind/kernel';
import { MemoryEndedSessions } from '@tradewind/testing';
import { createHmac, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { JwtStrategy } from './jwt.strategy';
import { KeysUnavailable } from './key-set';

interface Issuer {
  readonly kid: string;
  readonly name: string;
  readonly key: KeyObject;
  readonly publicPem: string;
  readonly jwksUrl: string;
  readonly server: Server;
}

async function startIssuer(kid: string, name: string): Promise<Issuer> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const jwks = JSON.stringify({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid, use: 'sig', alg: 'RS256' }] });
  const server = createServer((_, response) => response.end(jwks)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const jwksUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/certs`;
  return {
    kid,
    name,
    key: privateKey,
    publicPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    jwksUrl,
    server,
  };
}

/** Before its signature is looked at, somebody has to find out who it says it is of. */
const tokenOf = (payload: string): string =>
  [JSON.stringify({ alg: 'RS256', typ: 'JWT', kid: 'ours' }), payload, '?']
    .map((text) => Buffer.from(text).toString('base64url'))
    .join('.');

const part = (content: object): string => Buffer.from(JSON.stringify(content)).toString('base64url');

describe('the check of a token', () => {
  let ours: Issuer;
  let theirs: Issuer;
  const endedSessions = new MemoryEndedSessions();

  beforeAll(async () => {
    ours = await startIssuer('ours', 'tradewind');
    theirs = await startIssuer('theirs', 'https://id.example.com/realms/shop');
  });
  afterAll(() => [ours, theirs].forEach(({ server }) => server.close()));

  const strategy = (trustsOutside = true): JwtStrategy => {
    const outside = { issuer: theirs.name, audience: 'shop', roleClaim: 'roles', allowsHttp: false };
    return new JwtStrategy(
      {
        jwksUrl: ours.jwksUrl,
        issuer: 'tradewind',
        audience: 'tradewind',
        ...(trustsOutside && { outside: { ...outside, jwksUrl: theirs.jwksUrl } }),
      },
      endedSessions,
    );
  };
  /** What passport tells a guard: the caller, or why there is none. */
  const check = (token: string, by = strategy()): Promise<unknown> =>
    new Promise((resolve) => {
      const outcome = { success: resolve, fail: resolve, error: resolve };
      Object.assign(by, outcome).authenticate({ headers: { authorization: `Bearer ${token}` } } as never);
    });
  const sign = (by: Issuer, claims: object, { key = by.key, kid = by.kid }: Partial<Issuer> = {}): string =>
    new JwtService().sign(JSON.parse(JSON.stringify(claims)) as object, {
      privateKey: key,
      algorithm: 'RS256',
      keyid: kid,
      noTimestamp: true,
    });

  const until = Math.floor(Date.now() / 1_000) + 900;
  const person = { sub: 'c-1', email: 'yash@example.com', name: 'Yash', exp: until };
  const our = (change: object = {}): object => ({
    ...person,
    role: Role.Customer,
    iss: 'tradewind',
    aud: 'tradewind',
    ...change,
  });
  const their = (change: object = {}): object => ({
    ...person,
    email_verified: true,
    roles: ['ADMIN'],
    iss: theirs.name,
    aud: ['account', 'shop'],
    ...change,
  });

  it('says who asks, and until when', async () => {
    expect(await check(sign(ours, our()))).toEqual({
      userId: 'c-1',
      email: 'yash@example.com',
      name: 'Yash',
      role: Role.Customer,
      expiresAt: new Date(until * 1_000),
    });
  });

  it('says of which session it is, and refuses it when that has ended', async () => {
    expect(await check(sign(ours, our({ sid: 's-1' })))).toMatchObject({ userId: 'c-1', sessionId: 's-1' });
    await endedSessions.add([{ id: 's-ended', until: new Date() }]);
    expect(await check(sign(ours, our({ sid: 's-ended' })))).toBeInstanceOf(Error);
  });

  it('leaves the sessions of the outside issuer to that issuer', async () => {
    await endedSessions.add([{ id: 's-theirs', until: new Date() }]);
    const caller = (await check(sign(theirs, their({ sid: 's-theirs' })))) as Principal;
    expect(caller.sessionId).toBeUndefined();
    expect(caller.identity).toBeDefined();
  });

  it('takes the tokens of the outside issuer, by its own rules', async () => {
    const caller = (await check(sign(theirs, their()))) as Principal;
    expect(caller).toMatchObject({ role: Role.Admin, identity: { issuer: theirs.name, subject: 'c-1' } });
    expect(caller.userId).not.toBe('c-1');
  });

  it('takes none of them where none is trusted', async () => {
    expect(await check(sign(theirs, their()), strategy(false))).toBeInstanceOf(Error);
  });

  it.each<[string, () => string]>([
    ...['sub', 'email', 'name', 'role', 'exp'].map((name): [string, () => string] => [
      `without ${name}`,
      () => sign(ours, our({ [name]: undefined })),
    ]),
    ['for another audience', () => sign(ours, our({ aud: 'shop' }))],
    ['without an audience', () => sign(ours, our({ aud: undefined }))],
    ['of an unknown issuer', () => sign(ours, our({ iss: 'https://evil.example.com' }))],
    ['without an issuer', () => sign(ours, our({ iss: undefined }))],
    ['that has expired', () => sign(ours, our({ exp: 1 }))],
    ['in our name, signed by the outside issuer', () => sign(theirs, our())],
    ['in our name, signed by the outside issuer under our key id', () => sign(theirs, our(), { kid: ours.kid })],
    ['in the name of the outside issuer, signed by us', () => sign(ours, their())],
    ['of the outside issuer, for another audience', () => sign(theirs, their({ aud: ['account', 'tradewind'] }))],
    ['of the outside issuer, only asked for by the right party', () => sign(theirs, their({ aud: 'a', azp: 'shop' }))],
    ['of the outside issuer, expired', () => sign(theirs, their({ exp: 1 }))],
    ['of the outside issuer, not yet valid', () => sign(theirs, their({ nbf: until - 60 }))],
    ['of the outside issuer, of an unknown key', () => sign(theirs, their(), { kid: 'other' })],
    ['that names no key', () => new JwtService().sign(their(), { privateKey: theirs.key, algorithm: 'RS256' })],
    ['that is unsigned', () => `${part({ alg: 'none', kid: theirs.kid })}.${part(their())}.`],
    [
      'signed with the public key as a secret',
      () => {
        const content = `${part({ alg: 'HS256', typ: 'JWT', kid: theirs.kid })}.${part(their())}`;
        return `${content}.${createHmac('sha256', theirs.publicPem).update(content).digest('base64url')}`;
      },
    ],
    ['that is none', () => 'a.b.c'],
    ['that says null', () => tokenOf('null')],
    ['that says no JSON', () => tokenOf('{not json')],
  ])('refuses a token %s', async (_, token) => {
    expect(await check(token())).toBeInstanceOf(Error);
  });

  it('says so when the keys of the outside issuer cannot be had, and takes our tokens all the same', async () => {
    const away = { issuer: theirs.name, audience: 'shop', roleClaim: 'roles', allowsHttp: false };
    const checking = new JwtStrategy(
      {
        jwksUrl: ours.jwksUrl,
        issuer: 'tradewind',
        audience: 'tradewind',
        outside: { ...away, jwksUrl: 'http://127.0.0.1:1/certs' },
      },
      endedSessions,
    );
    expect(await check(sign(theirs, their()), checking)).toBeInstanceOf(KeysUnavailable);
    expect(await check(sign(ours, our()), checking)).toMatchObject({ userId: 'c-1' });
  });
});
