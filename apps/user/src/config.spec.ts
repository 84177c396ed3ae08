import { SettingsError } from '@tradewind/config';
import { loadConfig } from './config';

const needed = {
  DATABASE_URL: 'postgres://user:password@localhost/user_db',
  RABBITMQ_URL: 'amqp://localhost',
  REFRESH_TOKEN_SECRET: 's'.repeat(32),
};
const load = (more: NodeJS.ProcessEnv) => () => loadConfig({ ...needed, ...more });

describe('the settings of the user service', () => {
  it('have a default for all that may have one', () => {
    expect(loadConfig({ ...needed, NODE_ENV: 'production' })).toMatchObject({
      PORT: 8001,
      JWT_KEYS_DIR: '.local/keys',
      ACCESS_TOKEN_MINUTES: 15,
      BCRYPT_COST: 11,
      TRUSTED_PROXIES: '127.0.0.0/8,::1',
      admin: undefined,
    });
  });

  it('need a secret of their own, with at least 32 characters', () => {
    expect(load({ REFRESH_TOKEN_SECRET: undefined })).toThrow(/REFRESH_TOKEN_SECRET/);
    expect(load({ REFRESH_TOKEN_SECRET: 's'.repeat(31) })).toThrow(/REFRESH_TOKEN_SECRET: has fewer than 32/);
  });

  it('name an ADMIN with both address and password, or none', () => {
    const admin = { ADMIN_EMAIL: 'admin@localhost', ADMIN_PASSWORD: 'a password' };
    expect(load(admin)().admin).toEqual({ email: 'admin@localhost', password: 'a password' });
    expect(load({ ADMIN_EMAIL: '', ADMIN_PASSWORD: '' })().admin).toBeUndefined();
    expect(load({ ...admin, ADMIN_PASSWORD: undefined })).toThrow(SettingsError);
    expect(load({ ...admin, ADMIN_PASSWORD: 'short' })).toThrow(/ADMIN_PASSWORD: A password has 8 to 72 bytes/);
    expect(load({ ...admin, ADMIN_EMAIL: 'admin' })).toThrow(/ADMIN_EMAIL: is not an e-mail address/);
  });

  it('take only addresses and networks for proxies', () => {
    expect(load({ TRUSTED_PROXIES: 'gateway' })).toThrow(/TRUSTED_PROXIES: "gateway" is no address or network/);
  });

  it.each(['9', '16', '10.5', 'ten'])('do not take %s as the cost of a hash', (cost) => {
    expect(load({ BCRYPT_COST: cost })).toThrow(/BCRYPT_COST: is not in 10 to 15/);
  });
});
