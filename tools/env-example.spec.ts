import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { settings as inventory } from '../apps/inventory/src/config';
import { settings as order } from '../apps/order/src/config';
import { settings as payment } from '../apps/payment/src/config';
import { settings as product } from '../apps/product/src/config';
import { settings as user } from '../apps/user/src/config';
import { settingNames } from './stack/src/app-processes';

const lines = readFileSync(join(__dirname, '../.env.example'), 'utf8');

/** Read by the tools, the renderer, the stand-in and the tracing SDK, which have no schema object. */
const OTHERS = [
  'ENGINE',
  ...['GATEWAY', 'STATUS', 'USER', 'PRODUCT', 'ORDER', 'INVENTORY', 'PAYMENT'].map((name) => `${name}_PORT`),
  ...['POSTGRES', 'RABBITMQ', 'RABBITMQ_UI', 'RABBITMQ_METRICS', 'REDIS'].map((name) => `${name}_PORT`),
  ...['GATEWAY_TLS', 'PROMETHEUS', 'GRAFANA', 'JAEGER', 'MAILPIT', 'KEYCLOAK'].map((name) => `${name}_PORT`),
  ...['FILE', 'PROFILES', 'PROJECT_NAME'].map((name) => `COMPOSE_${name}`),
  'POSTGRES_ADMIN_URL',
  'RATE_LIMIT_PER_MINUTE',
  'RATE_LIMIT_AI_PER_MINUTE',
  'RATE_LIMIT_LOGIN_PER_MINUTE',
  'RATE_LIMIT_REDIS_URL',
  'NOTIFICATION_URL',
  'AI_URL',
  'KONG_DECLARATIVE_CONFIG',
  'KONG_ERROR_DEFAULT_TYPE',
  'GATEWAY_HOST',
  'GATEWAY_URL',
  'OTEL_EXPORTER_OTLP_ENDPOINT',
  'OTEL_EXPORTER_OTLP_PROTOCOL',
  'OTEL_TRACES_SAMPLER',
  'OTEL_TRACES_SAMPLER_ARG',
  'OTEL_BSP_SCHEDULE_DELAY',
  'OTEL_NODE_ENABLED_INSTRUMENTATIONS',
];

describe('.env.example', () => {
  it('lists every setting of every service, and none that nothing reads', () => {
    const read = new Set([...[user, product, order, inventory, payment].flatMap(Object.keys), ...OTHERS]);
    expect(settingNames(lines).sort()).toEqual([...read].sort());
  });

  it('shows the defaults that the services have', () => {
    const shown = new Map([...lines.matchAll(/^# ([A-Z_]+)=(.+)$/gm)].map(([, name, value]) => [name, value]));
    for (const settings of [user, product, order, inventory, payment]) {
      for (const [name, spec] of Object.entries(settings)) {
        const preset = (spec as { default?: string | number }).default;
        if (name !== 'PORT' && preset !== undefined)
          expect([name, shown.get(name) ?? '']).toEqual([name, String(preset)]);
      }
    }
  });

  it('holds no value that is in force: a copy changes nothing until a line is edited', () => {
    expect(lines.match(/^[^#\n]/m)).toBeNull();
  });
});
