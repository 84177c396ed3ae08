import { eventually } from '@tradewind/testing';
import { Redis } from 'ioredis';
import { createHmac, createPublicKey, KeyObject, sign } from 'node:crypto';
import { SecurityLog } from '../../src/application/ports/security-log';
import { RunningService, Tokens } from './running-service';

const part = (content: object) => Buffer.from(JSON.stringify(content)).toString('base64url');
const claimsOf = (token: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()) as Record<string, unknown>;

/** A token of ours, but with other claims or another head. */
function signed(claims: object, key: KeyObject, head: object = {}): string {
  const content = `${part({ alg: 'RS256', typ: 'JWT', kid: 'test', ...head })}.${part(claims)}`;
  return `${content}.${sign('RSA-SHA256', Buffer.from(content), key).toString('base64url')}`;
}

describe('sessions', () => {
  let service: RunningService;

  beforeAll(async () => (service = await RunningService.start()), 60_000);
  afterAll(() => service.stop(), 60_000);
  afterEach(() => jest.restoreAllMocks());

  const refresh = (refresh_token: string) => service.post('auth/refresh', { refresh_token });
  const familyOf = async ({ refresh_token }: Tokens) => {
    const [row] = await service.database.query<{ counter: number; revoked_at: Date | null }>(
      'SELECT counter, revoked_at FROM refresh_families WHERE id = $1',
      [refresh_token.split('.')[0]],
    );
    return row!;
  };
  const letPass = (seconds: number, { refresh_token }: Tokens) =>
    service.database.query(
      `UPDATE refresh_families SET rotated_at = rotated_at - make_interval(secs => $2),
         expires_at = expires_at - make_interval(secs => $2) WHERE id = $1`,
      [refresh_token.split('.')[0], seconds],
    );

  it('are counted: who gets in, who does not, and tokens that come again', async () => {
    const numbers = async () => {
      const { text } = await service.http().get('/metrics').expect(200);
      const valueOf = (series: string) => Number(new RegExp(`^${series}[^ ]* (.*)$`, 'm').exec(text)?.[1]);
      return ['logins_total{outcome="succeeded"', 'logins_total{outcome="failed"', 'refresh_reuse_detected_total'].map(
        valueOf,
      );
    };
    const before = await numbers();
    const cora = await service.customer('Cora');
    await service.post('auth/login', { email: cora.email, password: 'wrong horse' }).expect(401);
    await service.post('auth/login', { email: 'nobody@example.com', password: 'wrong horse' }).expect(401);
    await refresh(cora.refresh_token).expect(200);
    await letPass(11, cora);
    await refresh(cora.refresh_token).expect(401);
    const after = await numbers();
    expect(after.map((value, index) => value - before[index]!)).toEqual([1, 2, 1]);
  });

  describe('login', () => {
    it('answers a pair of tokens that is not to be cached', async () => {
      const yash = await service.customer('Yash');
      const { body } = await service
        .post('auth/login', { email: 'YASH@example.com', password: yash.password })
        .expect(200)
        .expect('cache-control', 'no-store');
      expect(Object.keys(body).sort()).toEqual(['access_token', 'expires_in', 'refresh_token', 'token_type']);
      expect(body).toMatchObject({ token_type: 'Bearer', expires_in: 900 });
      expect(claimsOf(body.access_token)).toMatchObject({
        sub: yash.id,
        email: 'yash@example.com',
        name: 'Yash',
        role: 'CUSTOMER',
        iss: 'tradewind',
        aud: 'tradewind',
      });
    });

    it('answers a wrong password and an unknown address with the same 401', async () => {
      const { email } = await service.customer('Wrong');
      const problems = [];
      for (const sent of [
        { email, password: 'wrong horse' },
        { email: 'nobody@example.com', password: 'correct horse' },
      ]) {
        const { body } = await service.post('auth/login', sent).expect(401).expect('www-authenticate', 'Bearer');
        problems.push({ ...body, correlation_id: undefined, trace_id: undefined });
      }
      expect(problems[0].code).toBe('auth.wrong-credentials');
      expect(problems[1]).toEqual(problems[0]);
    });

    it('answers 400 and names the field', async () => {
      const { body } = await service.post('auth/login', { email: 'nobody', password: 'correct horse' }).expect(400);
      expect(body.errors[0].field).toBe('email');
    });
  });

  describe('refresh', () => {
    it('gives a new pair and lets the old one die', async () => {
      const first = await service.customer('Refresh');
      const { body: second } = await refresh(first.refresh_token).expect(200).expect('cache-control', 'no-store');
      expect(second.refresh_token).not.toBe(first.refresh_token);
      await service.get('users/me', second.access_token).expect(200);
      await refresh(second.refresh_token).expect(200);
    });

    it('gives the same successor to the one before within 10 s', async () => {
      const first = await service.customer('Lost');
      const { body: lost } = await refresh(first.refresh_token).expect(200);
      await letPass(9, first);
      const { body: again } = await refresh(first.refresh_token).expect(200);
      expect(again.refresh_token).toBe(lost.refresh_token);
    });

    it('answers 401 to a used token later, revokes the whole family for good and warns', async () => {
      const first = await service.customer('Stolen');
      const warned = jest.spyOn(service.app.get(SecurityLog), 'refreshTokenReused');
      const { body: second } = await refresh(first.refresh_token).expect(200);
      await letPass(11, first);
      const { body } = await refresh(first.refresh_token).expect(401);
      expect(body.code).toBe('auth.refresh-token-invalid');
      expect((await familyOf(first)).revoked_at).not.toBeNull();
      expect(warned).toHaveBeenCalledWith({ userId: first.id, familyId: first.refresh_token.split('.')[0] });
      await refresh(second.refresh_token).expect(401);
    });

    it('turns the family once when the same token comes twenty times at once', async () => {
      const first = await service.customer('Race');
      const answers = await Promise.all(Array.from({ length: 20 }, () => refresh(first.refresh_token)));
      expect(answers.map(({ status }) => status)).toEqual(Array<number>(20).fill(200));
      expect(new Set(answers.map(({ body }) => (body as Tokens).refresh_token)).size).toBe(1);
      expect(await familyOf(first)).toEqual({ counter: 1, revoked_at: null });
    });

    it('ends 30 days after the login', async () => {
      const first = await service.customer('Old');
      await letPass(30 * 24 * 60 * 60, first);
      await refresh(first.refresh_token).expect(401);
    });

    it('answers 401 to a forged token and 400 to none', async () => {
      const { refresh_token } = await service.customer('Forged');
      await refresh(refresh_token.replace('.0.', '.1.')).expect(401);
      await refresh('x').expect(401);
      const { body } = await service.post('auth/refresh', {}).expect(400);
      expect(body.errors[0].field).toBe('refresh_token');
    });

    it('stores no token', async () => {
      const { refresh_token } = await service.customer('Stored');
      const rows = await service.database.query<object>('SELECT * FROM refresh_families');
      expect(JSON.stringify(rows)).not.toContain(refresh_token.split('.')[2]);
    });
  });

  describe('logout', () => {
    const logOut = ({ access_token }: Tokens, { refresh_token }: Tokens) =>
      service.post('auth/logout', { refresh_token }, access_token);

    it('ends the session', async () => {
      const yash = await service.customer('Leaving');
      await logOut(yash, yash).expect(204);
      await refresh(yash.refresh_token).expect(401);
    });

    it("leaves another's session alone and does not say so", async () => {
      const [yash, other] = [await service.customer('Curious'), await service.customer('Other')];
      await logOut(yash, other).expect(204);
      await refresh(other.refresh_token).expect(200);
    });

    it('needs an access token', async () => {
      const { refresh_token } = await service.customer('Nameless');
      await service.post('auth/logout', { refresh_token }).expect(401);
    });
  });

  describe('logout-all', () => {
    it('ends every session of the caller, and nobody else’s', async () => {
      const [yash, other] = [await service.customer('Everywhere'), await service.customer('Elsewhere')];
      const phone = await service.logIn(yash);
      await service.post('auth/logout-all', {}, phone.access_token).expect(204);
      for (const { refresh_token } of [yash, phone]) await refresh(refresh_token).expect(401);
      await refresh(other.refresh_token).expect(200);
      await refresh((await service.logIn(yash)).refresh_token).expect(200);
    });

    it('leaves no session behind when tokens are being refreshed at the same moment', async () => {
      const yash = await service.customer('Hasty');
      const answers = await Promise.all([
        ...Array.from({ length: 10 }, () => refresh(yash.refresh_token)),
        service.http().post('/api/auth/logout-all').set('authorization', `Bearer ${yash.access_token}`).expect(204),
      ]);
      const given = answers.flatMap(({ body }) => (body as Partial<Tokens>).refresh_token ?? []);
      for (const token of [yash.refresh_token, ...given]) await refresh(token).expect(401);
    });

    it('needs an access token', () => service.post('auth/logout-all', {}).expect(401));
  });

  describe('the access tokens of a session', () => {
    const me = ({ access_token }: Tokens) => service.get('users/me', access_token);

    it('name it, the same after every refresh', async () => {
      const first = await service.customer('Named');
      const { body: second } = await refresh(first.refresh_token).expect(200);
      const sessions = [first, second as Tokens].map(({ access_token }) => claimsOf(access_token)['sid']);
      expect(sessions).toEqual(Array(2).fill(first.refresh_token.split('.')[0]));
    });

    it('are over with the logout, and those of others are not', async () => {
      const yash = await service.customer('Gone');
      const phone = await service.logIn(yash);
      const { body: refreshed } = await refresh(yash.refresh_token).expect(200);
      await service.post('auth/logout', { refresh_token: refreshed.refresh_token }, yash.access_token).expect(204);
      for (const tokens of [yash, refreshed as Tokens])
        await me(tokens).expect(401).expect('www-authenticate', 'Bearer');
      await me(phone).expect(200);
    });

    it('are over with all sessions at once, and after a changed password', async () => {
      const yash = await service.customer('Alike');
      const phone = await service.logIn(yash);
      await service.post('auth/logout-all', {}, phone.access_token).expect(204);
      for (const tokens of [yash, phone]) await me(tokens).expect(401);
      const again = await service.logIn(yash);
      const change = { current_password: yash.password, new_password: 'staple horse battery' };
      await service.post('users/me/password', change, again.access_token).expect(204);
      await me(again).expect(401);
    });

    it('are over for the thief and the robbed when a refresh token comes again', async () => {
      const robbed = await service.customer('Robbed');
      const { body: thief } = await refresh(robbed.refresh_token).expect(200);
      await letPass(11, robbed);
      await refresh(robbed.refresh_token).expect(401);
      for (const tokens of [robbed, thief as Tokens]) await me(tokens).expect(401);
    });

    it('are over again soon after Redis has lost what it knew', async () => {
      const yash = await service.customer('Flushed');
      await service.post('auth/logout', { refresh_token: yash.refresh_token }, yash.access_token).expect(204);
      await service.app.get(Redis).del(`ended-session:${yash.refresh_token.split('.')[0]}`);
      await me(yash).expect(200);
      await eventually(() => me(yash).expect(401), 10_000);
    }, 20_000);

    it('are looked up by an index', async () => {
      await service.database.query(
        `INSERT INTO refresh_families (id, user_id, counter, rotated_at, expires_at, revoked_at)
         SELECT gen_random_uuid(), (SELECT id FROM users LIMIT 1), 0, now(), now() + interval '30 days',
           CASE WHEN n % 100 = 0 THEN now() - make_interval(days => n) END FROM generate_series(1, 5000) n`,
      );
      await service.database.query('ANALYZE refresh_families');
      const sql = `SELECT id FROM refresh_families WHERE revoked_at > now() - interval '15 minutes'`;
      const plan = JSON.stringify(await service.database.query(`EXPLAIN ${sql}`));
      expect(plan).toContain('refresh_families_revoked');
    });
  });

  describe('jwks', () => {
    it('publishes what is needed to check a token, to anyone, and nothing private', async () => {
      const { body } = await service
        .http()
        .get('/api/auth/jwks')
        .expect(200)
        .expect('cache-control', /max-age=\d+/);
      const { n, e } = createPublicKey(service.key).export({ format: 'jwk' });
      expect(body).toEqual({ keys: [{ kty: 'RSA', n, e, alg: 'RS256', use: 'sig', kid: 'test' }] });
    });
  });

  describe('an access token', () => {
    const claims = (change: object = {}) => {
      const now = Math.floor(Date.now() / 1_000);
      const user = { sub: '01900000-0000-7000-8000-000000000000', email: 'a@example.com', name: 'A', role: 'ADMIN' };
      return { ...user, iss: 'tradewind', aud: 'tradewind', iat: now, exp: now + 900, ...change };
    };
    const forge = (alg: string, seal: (content: string) => string) => {
      const content = `${part({ alg, typ: 'JWT', kid: 'test' })}.${part(claims())}`;
      return `${content}.${seal(content)}`;
    };

    it('is taken when it is ours', () => service.get('users', signed(claims(), service.key)).expect(200));

    it.each<[string, () => string]>([
      ['of another issuer', () => signed(claims({ iss: 'other' }), service.key)],
      ['for another audience', () => signed(claims({ aud: 'other' }), service.key)],
      ['that has expired', () => signed(claims({ exp: Math.floor(Date.now() / 1_000) - 1 }), service.key)],
      ['that is not yet valid', () => signed(claims({ nbf: Math.floor(Date.now() / 1_000) + 60 }), service.key)],
      ['with an unknown role', () => signed(claims({ role: 'OWNER' }), service.key)],
      ['of an unknown key', () => signed(claims(), service.key, { kid: 'other' })],
      [
        'with other claims than were signed',
        () => {
          const [head, , seal] = signed(claims({ role: 'CUSTOMER' }), service.key).split('.');
          return `${head}.${part(claims())}.${seal}`;
        },
      ],
      ['signed by nobody', () => forge('none', () => '')],
      [
        'signed with the public key as a secret',
        () => {
          const pem = createPublicKey(service.key).export({ type: 'spki', format: 'pem' });
          return forge('HS256', (content) => createHmac('sha256', pem).update(content).digest('base64url'));
        },
      ],
      ['that is none', () => 'a.b.c'],
    ])('is refused %s', async (_, token) => {
      await service.get('users', token()).expect(401).expect('www-authenticate', 'Bearer');
    });
  });
});
