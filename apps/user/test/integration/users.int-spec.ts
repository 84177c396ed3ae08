import { newId } from '@tradewind/kernel';
import { RunningService } from './running-service';

const NEVER_SHOWN = /hash|password/;

describe('/api/users', () => {
  let service: RunningService;
  let admin: string;

  beforeAll(async () => {
    service = await RunningService.start();
    admin = (await service.logIn()).access_token;
  }, 60_000);
  afterAll(() => service.stop(), 60_000);

  it('shows users their own profile', async () => {
    const yash = await service.customer('Yash');
    const { body, text } = await service.get('users/me', yash.access_token).expect(200);
    expect(body).toMatchObject({ id: yash.id, email: yash.email, name: 'Yash', role: 'CUSTOMER' });
    expect(text).not.toMatch(NEVER_SHOWN);
  });

  it('lets users rename themselves and change nothing else', async () => {
    const { access_token } = await service.customer('Renamed');
    const { body } = await service.patch('users/me', { name: 'Yash M.' }, access_token).expect(200);
    expect(body.name).toBe('Yash M.');
    for (const field of ['role', 'email', 'id']) {
      const sent = { name: 'Yash', [field]: 'ADMIN' };
      const { body: problem } = await service.patch('users/me', sent, access_token).expect(400);
      expect(problem.errors[0].field).toBe(field);
    }
  });

  it('needs a token', async () => {
    const { body } = await service.http().get('/api/users/me').expect(401).expect('www-authenticate', 'Bearer');
    expect(body.code).toBe('auth.unauthenticated');
  });

  it("is the ADMIN's beyond one's own profile", async () => {
    const { access_token, id } = await service.customer('Curious');
    await service.get('users', access_token).expect(403);
    await service.get(`users/${id}`, access_token).expect(403);
    await service.patch(`users/${id}/role`, { role: 'ADMIN' }, access_token).expect(403);
    await service.get(`users/${id}`, admin).expect(200);
  });

  it.each([newId(), 'no-uuid', '%00', "'"])('answers 404 to the id %s', async (id) => {
    await service.get(`users/${id}`, admin).expect(404);
    await service.patch(`users/${id}/role`, { role: 'ADMIN' }, admin).expect(404);
  });

  it('lists all, newest first, page by page', async () => {
    const names = ['One', 'Two', 'Three', 'Four'];
    for (const name of names) await service.customer(`Page${name}`);
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const { body } = await service.get(`users?limit=3${cursor && `&cursor=${cursor}`}`, admin).expect(200);
      seen.push(...(body.items as { name: string }[]).map(({ name }) => name));
      cursor = body.next_cursor as string | null;
    }
    expect(seen.slice(0, 4)).toEqual(['PageFour', 'PageThree', 'PageTwo', 'PageOne']);
    expect(seen.at(-1)).toBe('Administrator');
    expect(new Set(seen).size).toBe(seen.length);
  });

  it.each([
    ['limit', 'limit=0'],
    ['limit', 'limit=101'],
    ['limit', 'limit=many'],
    ['cursor', 'cursor=forged'],
    ['cursor', `cursor=${Buffer.from('2026-01-01T12:00:00.000Z prod-001').toString('base64url')}`],
    ['sort', 'sort=name'],
  ])('answers 400 and names the parameter %s: %s', async (field, query) => {
    const { body } = await service.get(`users?${query}`, admin).expect(400);
    expect(body.errors[0].field).toBe(field);
  });

  it('changes roles, which the next access token knows', async () => {
    const { id, refresh_token } = await service.customer('Promoted');
    const { body } = await service.patch(`users/${id}/role`, { role: 'ADMIN' }, admin).expect(200);
    expect(body.role).toBe('ADMIN');
    const { body: tokens } = await service.post('auth/refresh', { refresh_token }).expect(200);
    await service.get('users', tokens.access_token).expect(200);
  });

  it('answers 400 to an unknown role and 409 to an ADMIN who would step down', async () => {
    const { body: me } = await service.get('users/me', admin).expect(200);
    const { body: unknown } = await service.patch(`users/${me.id}/role`, { role: 'OWNER' }, admin).expect(400);
    expect(unknown.errors[0].field).toBe('role');
    const { body: own } = await service.patch(`users/${me.id}/role`, { role: 'CUSTOMER' }, admin).expect(409);
    expect(own.code).toBe('user.own-role');
  });

  it('has an index for its pages and for logins', async () => {
    await service.database.query(
      `INSERT INTO users (id, email, name, role, password_hash, created_at)
       SELECT gen_random_uuid(), n || '@many.test', 'Many', 'CUSTOMER', '-', now() - make_interval(days => n + 1)
       FROM generate_series(1, 5000) n`,
    );
    await service.database.query('ANALYZE users');
    const plan = async (sql: string) => JSON.stringify(await service.database.query(`EXPLAIN ${sql}`));
    const page = `SELECT id FROM users WHERE (created_at, id) < (now(), gen_random_uuid())
      ORDER BY created_at DESC, id DESC LIMIT 21`;
    expect(await plan(page)).toMatch(/Index (Only )?Scan using users_newest/);
    const login = `SELECT * FROM users WHERE lower(email) = lower('7@many.test') AND password_hash IS NOT NULL`;
    expect(await plan(login)).toContain('users_email');
  });
});
