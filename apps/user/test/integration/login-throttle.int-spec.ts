import { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Database } from '@tradewind/persistence';
import request from 'supertest';
import { LoginAttemptsRepository } from '../../src/domain/login-attempts.repository';
import { Servers } from './running-service';

const PASSWORD = 'correct horse';
const PHONE = '203.0.113.7';
const OFFICE = '203.0.113.8';

jest.setTimeout(60_000); // each try costs a password hash

describe('wrong logins', () => {
  let servers: Servers;
  let replicas: NestFastifyApplication[];

  beforeAll(async () => {
    servers = await Servers.create();
    replicas = await Promise.all([servers.startReplica(), servers.startReplica()]);
  }, 60_000);
  afterAll(async () => {
    await Promise.all(replicas.map((app) => app.close()));
    await servers.drop();
  }, 60_000);

  const post = (path: string, replica = 0) => request(replicas[replica]!.getHttpServer()).post(`/api/auth/${path}`);
  const newAccount = async (name: string) => {
    const email = `${name}@example.com`;
    await post('register').send({ email, name, password: PASSWORD }).expect(201);
    return email;
  };
  const logIn = (email: string, password: string, from = PHONE, replica = 0) =>
    post('login', replica).set('x-forwarded-for', from).send({ email, password });
  const failFiveTimes = async (email: string, from?: string) => {
    for (let i = 0; i < 5; i += 1) await logIn(email, 'wrong horse', from).expect(401);
  };
  const database = () => replicas[0]!.get(Database);

  it('are refused after five, and the right password with them, with the time to wait', async () => {
    const email = await newAccount('five');
    await failFiveTimes(email);
    const { body, headers } = await logIn(email, PASSWORD)
      .expect(429)
      .expect('content-type', /problem\+json/);
    expect(body).toMatchObject({ code: 'auth.too-many-attempts', status: 429 });
    expect(Number(headers['retry-after'])).toBeGreaterThan(800);
    expect(Number(headers['retry-after'])).toBeLessThanOrEqual(900);
  });

  it('get as far as five when twenty come at once to two replicas', async () => {
    const email = await newAccount('flood');
    const attempts = Array.from({ length: 20 }, (_, i) => logIn(email, 'wrong horse', PHONE, i % 2));
    const statuses = (await Promise.all(attempts)).map(({ status }) => status).sort();
    expect(statuses).toEqual([...Array<number>(5).fill(401), ...Array<number>(15).fill(429)]);
  });

  it('do not count when the password is right, also when four come at once to two replicas', async () => {
    const email = await newAccount('family');
    for (let round = 0; round < 3; round += 1) {
      const answers = await Promise.all([0, 1, 0, 1].map((replica) => logIn(email, PASSWORD, PHONE, replica)));
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    }
  });

  it('of an unknown address are answered in the same way', async () => {
    await failFiveTimes('nobody@example.com');
    const known = await newAccount('somebody');
    await failFiveTimes(known);
    const [{ body: unknown }, { body: other }] = await Promise.all([
      logIn('nobody@example.com', 'x'),
      logIn(known, 'x'),
    ]);
    expect([unknown.status, unknown.code, unknown.title]).toEqual([other.status, other.code, other.title]);
  });

  it('do not keep the owner out who is at another address', async () => {
    const email = await newAccount('elsewhere');
    await failFiveTimes(email);
    await logIn(email, PASSWORD, OFFICE).expect(200);
    await logIn(email, PASSWORD, PHONE).expect(429);
  });

  it('are told by the address that the gateway saw, whatever the client says about itself', async () => {
    const email = await newAccount('forger');
    for (let i = 0; i < 5; i += 1) await logIn(email, 'wrong horse', `198.51.100.${i}, ${PHONE}`).expect(401);
    await logIn(email, PASSWORD, `198.51.100.9, 127.0.0.1, ${PHONE}`).expect(429);
  });

  it('that come directly are told by the address of their connection', async () => {
    const email = await newAccount('direct');
    for (let i = 0; i < 5; i += 1) await post('login').send({ email, password: 'wrong horse' }).expect(401);
    await post('login').send({ email, password: PASSWORD }).expect(429);
    // What is no address cannot come from a gateway.
    await logIn(email, PASSWORD, 'x'.repeat(5_000)).expect(429);
    await logIn(email, PASSWORD).expect(200);
  });

  it('count from the beginning after the right password, and no longer than 15 minutes', async () => {
    const email = await newAccount('again');
    for (let round = 0; round < 2; round += 1) {
      for (let i = 0; i < 4; i += 1) await logIn(email, 'wrong horse').expect(401);
      await logIn(email, PASSWORD).expect(200);
    }
    await failFiveTimes(email);
    await database().query(
      `UPDATE login_attempts SET begun_at = ARRAY(SELECT t - interval '15 minutes' FROM unnest(begun_at) t)
       WHERE email = $1`,
      [email],
    );
    await logIn(email, PASSWORD).expect(200);
  });

  it('are forgotten when they no longer count', async () => {
    const [old, recent] = [await newAccount('old'), await newAccount('recent')];
    for (const email of [old, recent]) await logIn(email, 'wrong horse').expect(401);
    const hourAgo = new Date(Date.now() - 60 * 60_000);
    await database().query('UPDATE login_attempts SET last_begun_at = $2 WHERE email = $1', [old, hourAgo]);
    expect(await replicas[0]!.get(LoginAttemptsRepository).removeOld(hourAgo, 100)).toBe(1);
    const left = await database().query<{ email: string }>('SELECT email FROM login_attempts');
    expect(left.map(({ email }) => email)).toContain(recent);
    expect(left.map(({ email }) => email)).not.toContain(old);
  });
});
