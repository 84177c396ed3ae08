import { completeSecrets } from '../secrets';
import { portsFor, portsHeld, urlsFor } from './addresses';
import { parsedLogLine, projectName } from './compose';
import type { ComposeService } from './model';

const secrets = completeSecrets({}, [], () => 'pw');
const service = (name: string, setting: string, preferred: number, target: number): ComposeService => ({
  ...{ name, image: `${name}:1`, isBuilt: false, isJob: false },
  ports: [{ setting, preferred, target }],
});
const gateway = service('gateway', 'GATEWAY_PORT', 28_000, 8000);
const rabbitmq = service('rabbitmq', 'RABBITMQ_UI_PORT', 28_672, 15672);

describe('published ports', () => {
  it('are the usual ones, or those that are set, or those that the running containers hold', async () => {
    const note = jest.fn();
    expect(await portsFor([gateway, rabbitmq], { GATEWAY_PORT: '28100' }, { RABBITMQ_UI_PORT: 28_999 }, note)).toEqual({
      GATEWAY_PORT: 28_100,
      RABBITMQ_UI_PORT: 28_999,
    });
    expect(note).not.toHaveBeenCalled();
  });

  it('are kept by what runs, and given anew to what does not', () => {
    const given = { GATEWAY_PORT: 28_005, RABBITMQ_UI_PORT: 28_999 };
    expect(portsHeld([gateway, rabbitmq], given, (name) => name === 'rabbitmq')).toEqual({ RABBITMQ_UI_PORT: 28_999 });
  });
});

describe('addresses', () => {
  it('have the names that a native system has, with the logins that people and tests need', () => {
    const ports = { GATEWAY_PORT: 8000, RABBITMQ_UI_PORT: 15672, POSTGRES_PORT: 5433 };
    const postgres = service('postgres', 'POSTGRES_PORT', 5432, 5432);
    expect(urlsFor([gateway, rabbitmq, postgres], ports, secrets)).toEqual({
      gateway: 'http://127.0.0.1:8000',
      rabbitmqUi: 'http://tradewind:pw@127.0.0.1:15672',
      postgres: 'postgres://tradewind:pw@127.0.0.1:5433/postgres',
    });
  });
});

describe('the TLS port of the gateway', () => {
  const tls = service('gateway', 'GATEWAY_TLS_PORT', 28_443, 8443);

  it('is told where Kong answers there, and not where its stand-in does not', () => {
    const ports = { GATEWAY_TLS_PORT: 8443 };
    expect(urlsFor([tls], ports, secrets)).toEqual({ gatewayTls: 'https://127.0.0.1:8443' });
    expect(urlsFor([{ ...tls, isBuilt: true }], ports, secrets)).toEqual({});
  });
});

describe('the compose project', () => {
  it.each([
    ['/home/me/Trade Wind', 'tradewind'],
    ['/srv/_shop-2', 'shop-2'],
    ['/', 'tradewind'],
  ])('of %s is %s, as Compose itself would call it', (root, name) => {
    expect(projectName({}, root)).toBe(name);
  });

  it('is named otherwise by a setting', () => {
    expect(projectName({ COMPOSE_PROJECT_NAME: 'second' }, '/shop')).toBe('second');
  });
});

describe('a line of the logs', () => {
  it.each([
    ['order_1       | {"level":"info"}', ['order', '{"level":"info"}']],
    ['order-1  | a | b', ['order', 'a | b']],
    ['Attaching to shop_order_1', ['', 'Attaching to shop_order_1']],
  ])('is told apart from whose it is: %s', (line, parts) => {
    expect(parsedLogLine(line)).toEqual(parts);
  });
});
