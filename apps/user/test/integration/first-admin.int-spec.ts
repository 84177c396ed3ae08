import { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Database } from '@tradewind/persistence';
import request from 'supertest';
import { ADMIN, Servers } from './running-service';

describe('the first ADMIN', () => {
  let servers: Servers;
  let replicas: NestFastifyApplication[] = [];

  beforeAll(async () => (servers = await Servers.create()), 60_000);
  afterAll(async () => {
    await Promise.all(replicas.map((app) => app.close()));
    await servers.drop();
  }, 60_000);

  it('is created once by replicas that start together, and can log in at each', async () => {
    replicas = await Promise.all([servers.startReplica(), servers.startReplica(), servers.startReplica()]);
    for (const app of replicas) await request(app.getHttpServer()).post('/api/auth/login').send(ADMIN).expect(200);
    const users = await replicas[0]!.get(Database).query('SELECT email, role FROM users');
    expect(users).toEqual([{ email: ADMIN.email, role: 'ADMIN' }]);
  }, 60_000);
});
