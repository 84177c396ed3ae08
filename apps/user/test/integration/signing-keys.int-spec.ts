import { NestFastifyApplication } from '@nestjs/platform-fastify';
import { eventually } from '@tradewind/testing';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import request from 'supertest';
import { KeyFolder } from '../../src/infrastructure/tokens/key-folder';
import { ADMIN, Servers, Tokens } from './running-service';

jest.setTimeout(60_000);

describe('keys that come and go while the service runs', () => {
  let servers: Servers;
  let folder: KeyFolder;
  let replicas: NestFastifyApplication[];

  beforeAll(async () => {
    servers = await Servers.create();
    folder = new KeyFolder(servers.keys);
    folder.remove('test');
    replicas = await Promise.all([servers.startReplica(), servers.startReplica()]);
  }, 60_000);
  afterAll(async () => {
    await Promise.all(replicas.map((app) => app.close()));
    await servers.drop();
  }, 60_000);

  const published = async (replica: number) => {
    const { body } = await request(replicas[replica]!.getHttpServer()).get('/api/auth/jwks').expect(200);
    return (body as { keys: { kid: string }[] }).keys.map(({ kid }) => kid);
  };
  const newToken = async (replica: number) => {
    const { body } = await request(replicas[replica]!.getHttpServer()).post('/api/auth/login').send(ADMIN).expect(200);
    return (body as Tokens).access_token;
  };
  const kidOf = (token: string) =>
    (JSON.parse(Buffer.from(token.split('.')[0]!, 'base64url').toString()) as { kid: string }).kid;
  const expectGood = (token: string, replica: number) =>
    request(replicas[replica]!.getHttpServer())
      .get('/api/users/me')
      .set('authorization', `Bearer ${token}`)
      .expect(200);

  it('are made at the first start, one for all replicas', async () => {
    expect(await published(0)).toEqual(['first']);
    expect(await published(1)).toEqual(['first']);
    await expectGood(await newToken(0), 1);
  });

  it('are published before they sign, and tokens of both are good at every replica', async () => {
    const old = await newToken(0);
    for (const replica of [0, 1]) await expectGood(old, replica);
    const next = folder.add(new Date(Date.now() + 12_000));
    for (const replica of [0, 1]) {
      await eventually(async () => expect(await published(replica)).toEqual(['first', next]));
    }
    expect(kidOf(await newToken(0))).toBe('first');
    await eventually(async () => expect(kidOf(await newToken(1))).toBe(next), 20_000, 200);
    for (const token of [old, await newToken(0), await newToken(1)]) {
      for (const replica of [0, 1]) await expectGood(token, replica);
    }
  }, 60_000);

  it('do no harm where they cannot be read', async () => {
    const before = await published(0);
    const broken = join(servers.keys, 'broken.pem');
    writeFileSync(broken, '-----BEGIN');
    const next = folder.add(new Date(Date.now() + 60_000));
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    expect(await published(0)).toEqual(before);
    await expectGood(await newToken(0), 0);
    rmSync(broken);
    await eventually(async () => expect(await published(0)).toEqual([...before, next]));
  }, 30_000);
});
