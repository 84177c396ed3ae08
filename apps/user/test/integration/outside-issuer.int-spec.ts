import { OutsideIssuer, type OutsideTokens } from '@tradewind/testing';
import { createHmac, createPublicKey } from 'node:crypto';
import { RunningService } from './running-service';

const verified = (name: string, more: object = {}) => ({
  email: `${name.toLowerCase()}@example.com`,
  email_verified: true,
  name,
  realm_access: { roles: ['CUSTOMER'] },
  ...more,
});

const PEOPLE = {
  yash: verified('Yash'),
  rfc: verified('Rfc'),
  boss: verified('Boss', { realm_access: { roles: ['offline_access', 'ADMIN'] } }),
  moved: verified('Moved'),
  fast: verified('Fast'),
  double: verified('Double'),
  squatter: verified('Squatter', { email: 'admin@tradewind.test' }),
  unproved: verified('Unproved', { email_verified: false }),
};

const part = (content: object): string => Buffer.from(JSON.stringify(content)).toString('base64url');

jest.setTimeout(20_000);

describe('users of an outside OpenID Connect issuer', () => {
  let outside: OutsideIssuer;
  let service: RunningService;
  let yash: OutsideTokens;

  beforeAll(async () => {
    outside = await OutsideIssuer.start(PEOPLE);
    service = await RunningService.start({ ...outside.settings, OIDC_ROLE_CLAIM: '' });
    yash = await outside.logIn('yash');
  }, 60_000);
  afterAll(async () => {
    await service.stop();
    await outside.stop();
  }, 60_000);

  const profileOf = async (token: string) => (await service.get('users/me', token).expect(200)).body;
  const accountsAt = (email: string) =>
    service.database.query<{ id: string; issuer: string | null; subject: string | null }>(
      'SELECT id, issuer, subject FROM users WHERE email = $1 ORDER BY created_at, id',
      [email],
    );

  it('have an account from their first request, linked to their identity', async () => {
    const profile = await profileOf(yash.accessToken);
    expect(profile).toMatchObject({
      email: 'yash@example.com',
      name: 'Yash',
      role: 'CUSTOMER',
      issuer: outside.issuer,
    });
    expect(await accountsAt('yash@example.com')).toEqual([{ id: profile.id, issuer: outside.issuer, subject: 'yash' }]);
    expect(await profileOf((await outside.logIn('yash')).accessToken)).toEqual(profile);
  });

  it('are taken by tokens that say what they are in the header, too', async () => {
    const { accessToken } = await outside.logIn('rfc', 'by-rfc-9068');
    expect(await profileOf(accessToken)).toMatchObject({ name: 'Rfc' });
  });

  it('are added once, and told of once, when they come ten times at once', async () => {
    const { accessToken } = await outside.logIn('fast');
    const answers = await Promise.all(Array.from({ length: 10 }, () => service.get('users/me', accessToken)));
    expect(answers.map(({ status }) => status)).toEqual(Array<number>(10).fill(200));
    expect(await accountsAt('fast@example.com')).toHaveLength(1);
    const told = await service.database.query(
      `SELECT id FROM outbox_messages WHERE body->'data'->>'email' = 'fast@example.com'`,
    );
    expect(told).toHaveLength(1);
  });

  it('are ADMIN by the roles of their token, not by our table', async () => {
    const { accessToken } = await outside.logIn('boss');
    await service.get('users', accessToken).expect(200);
    await service.get('users', yash.accessToken).expect(403);
    const { id } = await profileOf(yash.accessToken);
    await service.database.query(`UPDATE users SET role = 'ADMIN' WHERE id = $1`, [id]);
    await service.get('users', yash.accessToken).expect(403);
    expect((await profileOf(yash.accessToken)).role).toBe('CUSTOMER');
  });

  it('are kept as their latest token shows them, and not changed here', async () => {
    const { accessToken } = await outside.logIn('moved');
    const { id } = await profileOf(accessToken);
    const later = outside.forge(accessToken, { email: 'elsewhere@example.com', name: 'Moved Away' });
    expect(await profileOf(later)).toMatchObject({ id, email: 'elsewhere@example.com', name: 'Moved Away' });

    const { body } = await service.patch('users/me', { name: 'Other' }, later).expect(409);
    expect(body.code).toBe('user.kept-outside');
    const admin = (await service.logIn()).access_token;
    await service.patch(`users/${id}/role`, { role: 'ADMIN' }, admin).expect(409);
  });

  it('get nothing of an account with a password and the same address, and take nothing from it', async () => {
    const ours = await service.customer('Double');
    const { accessToken } = await outside.logIn('double');
    const profile = await profileOf(accessToken);
    expect(profile.id).not.toBe(ours.id);
    expect(await profileOf(ours.access_token)).toMatchObject({ id: ours.id });
    await service.logIn(ours);
    expect(await accountsAt('double@example.com')).toHaveLength(2);
    const { email, password } = ours;
    await service.post('auth/register', { email, password, name: 'Double' }).expect(409);
  });

  it('do not become the ADMIN of the settings by that address', async () => {
    const { accessToken } = await outside.logIn('squatter');
    expect(await profileOf(accessToken)).toMatchObject({ email: 'admin@tradewind.test', role: 'CUSTOMER' });
    await service.get('users', accessToken).expect(403);
  });

  it.each<[string, () => string | Promise<string>]>([
    ['an ID token', () => yash.idToken],
    ['an ID token that is meant for us', () => outside.forge(yash.idToken, { aud: outside.settings.OIDC_AUDIENCE })],
    ['the token of a program', () => outside.ofMachine()],
    ['an address that nobody has proved to own', async () => (await outside.logIn('unproved')).accessToken],
    ['another audience', () => outside.forge(yash.accessToken, { aud: 'another-api' })],
    ['our own audience', () => outside.forge(yash.accessToken, { aud: 'tradewind' })],
    ['another issuer', () => outside.forge(yash.accessToken, { iss: 'https://evil.example.com' })],
    ['our issuer, but a key of theirs', () => outside.forge(yash.accessToken, { iss: 'tradewind', aud: 'tradewind' })],
    [
      'our issuer and our key id, but a key of theirs',
      () =>
        outside.forge(
          yash.accessToken,
          { iss: 'tradewind', aud: 'tradewind', role: 'ADMIN', sub: '01900000-0000-7000-8000-000000000000' },
          { kid: 'test', key: outside.key },
        ),
    ],
    ['their issuer, but our key', () => outside.forge(yash.accessToken, {}, { key: service.key, kid: 'test' })],
    [
      'their issuer and key id, but our key',
      () => outside.forge(yash.accessToken, {}, { key: service.key, kid: outside.kid }),
    ],
    ['an end that has passed', () => outside.forge(yash.accessToken, { exp: Math.floor(Date.now() / 1_000) - 1 })],
    [
      'a beginning that has not come',
      () => outside.forge(yash.accessToken, { nbf: Math.floor(Date.now() / 1_000) + 60 }),
    ],
    ['no signature', () => `${part({ alg: 'none', typ: 'JWT', kid: outside.kid })}.${yash.accessToken.split('.')[1]}.`],
    [
      'the public key as a secret',
      () => {
        const secret = createPublicKey(outside.key).export({ type: 'spki', format: 'pem' });
        const content = `${part({ alg: 'HS256', typ: 'JWT', kid: outside.kid })}.${yash.accessToken.split('.')[1]}`;
        return `${content}.${createHmac('sha256', secret).update(content).digest('base64url')}`;
      },
    ],
  ])('are not known by %s: 401', async (_, token) => {
    await service
      .get('users/me', await token())
      .expect(401)
      .expect('www-authenticate', 'Bearer');
  });

  it('are unknown to a service that trusts nobody outside', async () => {
    const alone = await RunningService.start();
    await alone.get('users/me', yash.accessToken).expect(401);
    await alone.stop();
  }, 60_000);

  it('wait while their issuer is away, and nobody else does', async () => {
    const away = await OutsideIssuer.start(PEOPLE);
    const { accessToken } = await away.logIn('yash');
    const other = await RunningService.start(away.settings);
    await away.stop();
    await other.get('users/me', accessToken).expect(503).expect('retry-after', /\d/);
    await other.get('users/me', (await other.logIn()).access_token).expect(200);
    await other.stop();
  }, 60_000);
});
