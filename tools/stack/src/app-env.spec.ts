import { type AppContext, adminOf, ownAppSettings, ownGatewaySettings } from './app-env';
import { layoutOf } from './layout';
import { completeSecrets } from './secrets';
import { SERVICES, type Service } from './services';

const context = (settings: Record<string, string> = {}): AppContext => ({
  layout: layoutOf('/shop/.local'),
  settings,
  secrets: completeSecrets(
    {},
    SERVICES.map(({ name }) => name),
    (bytes) => `secret-${bytes}`,
  ),
  ports: { gateway: 8000, status: 8100, user: 8001, product: 8002, order: 8103, inventory: 8004, payment: 8005 },
  postgresUrl: 'postgres://tradewind:super@127.0.0.1:5433/postgres',
  rabbitmqUrl: 'amqp://tradewind:pw@127.0.0.1:5672/tradewind',
  redisUrl: 'redis://:pw@127.0.0.1:6379',
});

const named = (name: string): Service => SERVICES.find((service) => service.name === name) as Service;

describe("an application's environment", () => {
  it('has its own login to its own database and nothing of the superuser', () => {
    const env = ownAppSettings(named('order'), context());
    expect(env.DATABASE_URL).toBe('postgres://order_svc:secret-24@127.0.0.1:5433/order_db');
    expect(JSON.stringify(env)).not.toContain('super');
  });

  it('names the ports really given out', () => {
    expect(ownAppSettings(named('order'), context()).PORT).toBe('8103');
    expect(ownAppSettings(named('user'), context()).ORDER_URL).toBe('http://127.0.0.1:8103');
  });

  it('holds the secrets of the user service for the user service alone', () => {
    expect(ownAppSettings(named('user'), context())).toMatchObject({
      JWT_KEYS_DIR: '/shop/.local/keys',
      REFRESH_TOKEN_SECRET: 'secret-48',
      ADMIN_EMAIL: 'admin@tradewind.test',
      ADMIN_PASSWORD: 'secret-12',
    });
    const others = SERVICES.filter(({ name }) => name !== 'user').map((service) => ownAppSettings(service, context()));
    for (const env of others) expect(Object.keys(env)).not.toContain('REFRESH_TOKEN_SECRET');
  });

  it('is for development unless a setting says otherwise', () => {
    expect(ownAppSettings(named('order'), context()).NODE_ENV).toBe('development');
    expect(ownAppSettings(named('order'), context({ NODE_ENV: 'production' })).NODE_ENV).toBe('production');
  });
});

describe("the gateway's environment", () => {
  it('names where services will be that do not exist yet, which no other app is told', () => {
    expect(ownGatewaySettings(context())).toMatchObject({ AI_URL: 'http://127.0.0.1:1' });
    expect(ownGatewaySettings(context({ AI_URL: 'http://10.0.0.7:80' })).AI_URL).toBe('http://10.0.0.7:80');
    expect(ownAppSettings(named('order'), context())).not.toHaveProperty('AI_URL');
  });

  it('names the rendered file, its own addresses, and every service', () => {
    expect(ownGatewaySettings(context())).toMatchObject({
      KONG_DECLARATIVE_CONFIG: '/shop/.local/run/kong.yml',
      GATEWAY_HOST: '127.0.0.1',
      GATEWAY_PORT: '8000',
      STATUS_PORT: '8100',
      PAYMENT_URL: 'http://127.0.0.1:8005',
    });
  });
});

describe('the first administrator', () => {
  it('comes from the settings where they name one', () => {
    const settings = { ADMIN_EMAIL: 'boss@shop.example', ADMIN_PASSWORD: 'long enough' };
    expect(adminOf(settings, context().secrets)).toEqual({ email: 'boss@shop.example', password: 'long enough' });
  });
});
