import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { layoutOf } from '../layout';
import { completeSecrets } from '../secrets';
import { SERVICES } from '../services';
import { completeEnvFiles, envFiles, envLine, makeSecrets } from './env-files';

const secrets = completeSecrets(
  {},
  SERVICES.map(({ name }) => name),
);
const files = (settings: Record<string, string> = {}): ReturnType<typeof envFiles> => envFiles({ settings, secrets });

describe('what containers are told', () => {
  it('is their own login to their own database, and no other password', () => {
    const { order } = files();
    expect(order?.DATABASE_URL).toBe(`postgres://order_svc:${secrets.databasePasswords.order}@postgres:5432/order_db`);
    const text = JSON.stringify(order);
    for (const foreign of [secrets.postgresPassword, secrets.databasePasswords.payment!, secrets.refreshTokenSecret]) {
      expect(text).not.toContain(foreign);
    }
  });

  it('is the secrets of tokens and of the first ADMIN for the user service alone', () => {
    const having = Object.entries(files()).filter(([, it]) => 'REFRESH_TOKEN_SECRET' in it);
    expect(having.map(([name]) => name)).toEqual(['user']);
    expect(files({ ADMIN_PASSWORD: 'long enough', ADMIN_EMAIL: 'boss@shop.example' }).user).toMatchObject({
      ADMIN_EMAIL: 'boss@shop.example',
      ADMIN_PASSWORD: 'long enough',
    });
  });

  it('is what .env sets, but no port or server of this machine', () => {
    const settings = {
      ...{ LOG_LEVEL: 'debug', RATE_LIMIT_PER_MINUTE: '600', KONG_ERROR_DEFAULT_TYPE: 'application/json' },
      ...{
        HOST: '127.0.0.1',
        PORT: '9',
        ORDER_PORT: '9003',
        DATABASE_URL: 'postgres://x',
        EDITOR: 'vi',
        ENGINE: 'docker',
      },
    };
    expect(files(settings).gateway).toEqual({
      LOG_LEVEL: 'debug',
      RATE_LIMIT_PER_MINUTE: '600',
      KONG_ERROR_DEFAULT_TYPE: 'application/json',
    });
    expect(files(settings).render).toMatchObject({ RATE_LIMIT_PER_MINUTE: '600' });
  });

  it('is written so that every Compose reads it alike', () => {
    expect(envLine(['A', 'postgres://a:b_-@h:1/d'])).toBe('A=postgres://a:b_-@h:1/d\n');
    expect(envLine(['A', 'x # $y'])).toBe("A='x # $y'\n");
    expect(() => envLine(['ADMIN_PASSWORD', "it's"])).toThrow('ADMIN_PASSWORD holds a quote');
  });
});

describe('the files that hand it over', () => {
  let home: string;
  const fileOf = (name: string): string => join(layoutOf(home).compose, `${name}.env`);
  beforeEach(() => (home = mkdtempSync(join(tmpdir(), 'env-files-'))));
  afterEach(() => rmSync(home, { recursive: true }));

  it('are written at every start, and those of no container any more are removed', () => {
    makeSecrets(layoutOf(home), { LOG_LEVEL: 'debug' });
    writeFileSync(fileOf('gone'), '');
    makeSecrets(layoutOf(home), { LOG_LEVEL: 'warn' });
    expect(readFileSync(fileOf('gateway'), 'utf8')).toBe('LOG_LEVEL=warn\n');
    expect(existsSync(fileOf('gone'))).toBe(false);
  });

  it('keep what the system was started with, whatever a later command is told', () => {
    makeSecrets(layoutOf(home), { RATE_LIMIT_PER_MINUTE: '600' });
    rmSync(fileOf('order'));
    completeEnvFiles(layoutOf(home), {});
    expect(readFileSync(fileOf('render'), 'utf8')).toContain('RATE_LIMIT_PER_MINUTE=600');
    expect(existsSync(fileOf('order'))).toBe(true);
  });
});
