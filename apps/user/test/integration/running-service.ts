import { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createService } from '@tradewind/http';
import { Database } from '@tradewind/persistence';
import { createTestDatabase, createTestVhost, TestDatabase, TestVhost, testRedisUrl } from '@tradewind/testing';
import { generateKeyPairSync, KeyObject } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import request from 'supertest';
import { loadConfig } from '../../src/config';
import { UserModule } from '../../src/user.module';

export const ADMIN = { email: 'admin@tradewind.test', password: 'the password of the admin' };

export interface Tokens {
  readonly access_token: string;
  readonly refresh_token: string;
}

/** The service on servers of its own; it listens, since it fetches its own public keys. */
export class RunningService {
  private constructor(
    readonly app: NestFastifyApplication,
    readonly key: KeyObject,
    private readonly dropAll: () => Promise<void>,
  ) {}

  static async start(settings: NodeJS.ProcessEnv = {}): Promise<RunningService> {
    const servers = await Servers.create();
    const app = await servers.startReplica(settings);
    return new RunningService(app, servers.key, async () => {
      await app.close();
      await servers.drop();
    });
  }

  get database(): Database {
    return this.app.get(Database);
  }

  stop(): Promise<void> {
    return this.dropAll();
  }

  http(): ReturnType<typeof request> {
    return request(this.app.getHttpServer());
  }

  post(path: string, body: object | string, accessToken?: string): request.Test {
    const sent = this.http().post(`/api/${path}`).set('content-type', 'application/json').send(body);
    return accessToken === undefined ? sent : sent.set('authorization', `Bearer ${accessToken}`);
  }

  patch(path: string, body: object, accessToken: string): request.Test {
    return this.http().patch(`/api/${path}`).set('authorization', `Bearer ${accessToken}`).send(body);
  }

  get(path: string, accessToken: string): request.Test {
    return this.http().get(`/api/${path}`).set('authorization', `Bearer ${accessToken}`);
  }

  async logIn({ email, password }: { email: string; password: string } = ADMIN): Promise<Tokens> {
    const answer = await this.post('auth/login', { email, password }).expect(200);
    return answer.body as Tokens;
  }

  /** Somebody new, with a session. */
  async customer(name: string): Promise<Tokens & { id: string; email: string; password: string }> {
    const account = { email: `${name.toLowerCase()}@example.com`, password: 'correct horse', name };
    const answer = await this.post('auth/register', account).expect(201);
    const { id } = answer.body as { id: string };
    return { id, ...account, ...(await this.logIn(account)) };
  }
}

/** A database, a virtual host and a key, for one service or for several replicas of it. */
export class Servers {
  private constructor(
    private readonly postgres: TestDatabase,
    private readonly rabbit: TestVhost,
    /** The folder of the keys that sign access tokens. */
    readonly keys: string,
    readonly key: KeyObject,
  ) {}

  static async create(): Promise<Servers> {
    const keys = mkdtempSync(join(tmpdir(), 'keys-'));
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    writeFileSync(join(keys, 'test.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }));
    return new Servers(await createTestDatabase(), await createTestVhost(), keys, privateKey);
  }

  async startReplica(settings: NodeJS.ProcessEnv = {}): Promise<NestFastifyApplication> {
    const port = await freePort();
    const config = loadConfig({
      NODE_ENV: 'test',
      LOG_LEVEL: 'fatal',
      PORT: String(port),
      DATABASE_URL: this.postgres.url,
      DATABASE_POOL_SIZE: '10',
      RABBITMQ_URL: this.rabbit.url,
      REDIS_URL: testRedisUrl(),
      JWKS_URL: `http://127.0.0.1:${port}/api/auth/jwks`,
      JWT_KEYS_DIR: this.keys,
      REFRESH_TOKEN_SECRET: 'a secret that only these tests know',
      BCRYPT_COST: '10',
      ADMIN_EMAIL: ADMIN.email,
      ADMIN_PASSWORD: ADMIN.password,
      ...settings,
    });
    const app = await createService(UserModule.with(config), 'user', config.TRUSTED_PROXIES);
    await app.listen(port, config.HOST);
    return app;
  }

  async drop(): Promise<void> {
    await this.postgres.drop();
    await this.rabbit.drop();
    rmSync(this.keys, { recursive: true });
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
