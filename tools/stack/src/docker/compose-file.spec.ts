import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { partsOf } from '../../../image/parts';
import { projectRoot } from '../layout';
import { completeSecrets } from '../secrets';
import { SERVICES, TO_COME, urlSetting } from '../services';
import { envFiles } from './env-files';
import { composeFiles, composeServices } from './model';

interface Raw {
  image: string;
  build?: { args: { APP: string } };
  profiles?: string[];
  ports?: string[];
  mem_limit: string;
  restart: string;
  env_file?: string;
  environment?: Record<string, string>;
  volumes?: string[];
  tmpfs?: string[];
  networks: string[];
  healthcheck?: { test?: string[] };
  depends_on?: Record<string, { condition: string }>;
  logging?: object;
}

const root = projectRoot();
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const fileOf = (path: string): { services: Record<string, Raw>; volumes: object; networks: object } =>
  parse(read(path), { merge: true });

const { services, volumes, networks } = fileOf('docker-compose.yml');
const standIn = fileOf('deployment/compose/stand-in.yml').services;
const openPorts = fileOf('deployment/compose/open-ports.yml').services;
const named = (name: string): Raw => services[name]!;
const kong = parse(read('gateway/kong.yml'), { version: '1.1' }) as { services: { url: string }[] };
const megabytes = (limit: string): number => Number.parseInt(limit) * (limit.endsWith('g') ? 1024 : 1);

describe('docker-compose.yml', () => {
  it.each(SERVICES)('runs $name as it is run natively: its port, its database, its own image', ({ name, port }) => {
    expect(named(name)).toMatchObject({
      image: `tradewind/${name}:local`,
      build: { args: { APP: name } },
      env_file: `.local/compose/${name}.env`,
      environment: { PORT: String(port) },
      restart: 'unless-stopped',
      depends_on: {
        databases: { condition: 'service_completed_successfully' },
        rabbitmq: { condition: 'service_healthy' },
      },
    });
  });

  it('gives services the addresses that they have in it, which are those of kong.yml', () => {
    const upstreams = new Set(kong.services.map(({ url }) => new URL(url).origin));
    expect(upstreams).toEqual(new Set([...SERVICES, ...TO_COME].map(({ name, port }) => `http://${name}:${port}`)));
    for (const { name } of SERVICES) {
      const addresses = SERVICES.map((service) => named(name).environment?.[urlSetting(service)]);
      expect(addresses).toEqual(SERVICES.map((service) => `http://${service.name}:${service.port}`));
      expect(named(name).environment?.JWKS_URL).toBe('http://user:8001/api/auth/jwks');
    }
  });

  it('opens the gateway only when everything behind it can serve', () => {
    const healthy = SERVICES.map(({ name }) => [name, { condition: 'service_healthy' }]);
    expect(named('gateway').depends_on).toEqual({
      render: { condition: 'service_completed_successfully' },
      ...Object.fromEntries(healthy),
    });
  });

  it('waits only for what can be found healthy, and for RabbitMQ until it takes connections', () => {
    const awaited = Object.values(services).flatMap(({ depends_on = {} }) =>
      Object.entries(depends_on).flatMap(([name, { condition }]) => (condition === 'service_healthy' ? [name] : [])),
    );
    const hasCheck = (name: string): boolean =>
      named(name).healthcheck?.test !== undefined || partsOf(name).health !== undefined;
    expect([...new Set(awaited)].filter((name) => !hasCheck(name))).toEqual([]);
    expect(named('rabbitmq').healthcheck?.test?.join(' ')).toContain('/5672');
  });

  it('publishes the gateway and pages for people, and those to this machine alone', () => {
    const published = Object.entries(services).flatMap(([name, { ports = [] }]) =>
      ports.map((port) => `${name} ${port}`),
    );
    expect(published).toEqual([
      'gateway 127.0.0.1:${GATEWAY_PORT:-8000}:8000',
      'gateway 127.0.0.1:${GATEWAY_TLS_PORT:-8443}:8443',
      'rabbitmq 127.0.0.1:${RABBITMQ_UI_PORT:-15672}:15672',
      'mailpit 127.0.0.1:${MAILPIT_PORT:-8025}:8025',
      'prometheus 127.0.0.1:${PROMETHEUS_PORT:-9090}:9090',
      'grafana 127.0.0.1:${GRAFANA_PORT:-3001}:3000',
      'jaeger 127.0.0.1:${JAEGER_PORT:-16686}:16686',
      'keycloak 127.0.0.1:${KEYCLOAK_PORT:-8081}:8081',
    ]);
    const tests = Object.values(openPorts).flatMap(({ ports = [] }) => ports);
    expect(tests.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
  });

  it("keeps Kong's admin API shut and its status inside", () => {
    expect(named('gateway').environment).toMatchObject({
      KONG_ADMIN_LISTEN: 'off',
      KONG_ADMIN_GUI_LISTEN: 'off',
      KONG_STATUS_LISTEN: '0.0.0.0:8100',
    });
  });

  it('keeps the gateway away from the databases and the broker', () => {
    expect(named('gateway').networks).toEqual(['edge']);
    for (const name of ['postgres', 'rabbitmq', 'redis', 'meilisearch']) expect(named(name).networks).toEqual(['data']);
  });

  it('limits the memory of everything, to what the README says', () => {
    const readme = read('README.md');
    const isTold = (figure: string): unknown => expect([figure, readme.includes(figure)]).toEqual([figure, true]);
    const sum = (COMPOSE_PROFILES: string): number =>
      composeServices(composeFiles(root, { COMPOSE_FILE: 'docker-compose.yml' }), { COMPOSE_PROFILES })
        .map(({ name }) => megabytes(named(name).mem_limit))
        .reduce((all, one) => all + one);
    isTold(`add up to ${sum('')} MB`);
    isTold(`${sum('logs') - sum('')} MB more for \`logs\``);
    isTold(`${sum('oidc') - sum('')} MB for \`oidc\``);
  });

  it('pins every image, and restarts and rotates the log of everything', () => {
    for (const [name, { image, restart, logging }] of Object.entries(services)) {
      const tag = image.split(':')[1];
      expect([name, tag]).toEqual([name, image.startsWith('tradewind/') ? 'local' : expect.stringMatching(/\d/)]);
      expect([name, restart]).toEqual([name, ['databases', 'render', 'seed'].includes(name) ? 'no' : 'unless-stopped']);
      expect(logging).toEqual({ driver: 'json-file', options: { 'max-size': '10m', 'max-file': '3' } });
    }
  });

  it('holds no secret: passwords come from files that make up writes, to each what is its own', () => {
    const secrets = completeSecrets(
      {},
      SERVICES.map(({ name }) => name),
    );
    const written = Object.keys(envFiles({ settings: {}, secrets })).sort();
    const wanted = Object.values(services).flatMap(({ env_file: path }) => (path ? [path] : []));
    expect(wanted.sort()).toEqual(written.map((name) => `.local/compose/${name}.env`));
    const told = Object.values(services).flatMap(({ environment = {} }) => Object.keys(environment));
    expect(told.filter((name) => /PASS|SECRET|TOKEN|_KEY$|DATABASE_URL|RABBITMQ_URL/.test(name))).toEqual([]);
  });

  it('mounts what is there, and declares the volumes and networks that it uses', () => {
    const mounts = Object.values(services).flatMap(({ volumes: all = [] }) => all.map((mount) => mount.split(':')[0]!));
    const isOthers = (path: string): boolean => path.startsWith('./monitoring/');
    const files = mounts.filter((source) => source.startsWith('./') && !isOthers(source));
    expect(files.filter((source) => !existsSync(join(root, source)))).toEqual([]);
    const names = mounts.filter((source) => !/^[./]/.test(source));
    expect(Object.keys(volumes).sort()).toEqual([...new Set(names)].sort());
    expect(Object.keys(networks)).toEqual(['edge', 'data']);
  });

  it('leaves no nameless volume behind where an image declares one', () => {
    const declared = { postgres: '/var/lib/postgresql/data', rabbitmq: '/var/lib/rabbitmq', prometheus: '/prometheus' };
    for (const [name, path] of Object.entries(declared)) expect(named(name).volumes).toContain(`${name}-data:${path}`);
    expect(named('redis').tmpfs).toContain('/data');
  });

  it('uses only what docker-compose 1.29 and Compose v2 both know', () => {
    const text = read('docker-compose.yml');
    for (const unknown of [
      /^version:/m,
      /^name:/m,
      /^include:/m,
      /!reset|!override/,
      /start_interval|pull_policy|develop:/,
    ]) {
      expect(text).not.toMatch(unknown);
    }
    expect(text).not.toMatch(/^\s+(deploy|required|configs):/m);
  });
});

describe('the override with the stand-in for Kong', () => {
  it('replaces Kong and leaves out what it says, and nothing that anything depends on', () => {
    const overriden = { COMPOSE_FILE: 'docker-compose.yml:deployment/compose/stand-in.yml' };
    const left = composeServices(composeFiles(root, overriden), {});
    expect(left.map(({ name }) => name).sort()).toEqual(
      [
        ...SERVICES.map(({ name }) => name),
        'gateway',
        'databases',
        'render',
        'postgres',
        'rabbitmq',
        'redis',
        'prometheus',
      ].sort(),
    );
    expect(left.find(({ name }) => name === 'gateway')).toMatchObject({
      image: 'tradewind/gateway:local',
      isBuilt: true,
    });
    expect(Object.keys(standIn).filter((name) => !(name in services))).toEqual([]);
  });

  it('sends no traces to where nobody listens', () => {
    const tracing = Object.entries(services).filter(([, it]) => it.environment?.OTEL_EXPORTER_OTLP_ENDPOINT);
    const silent = Object.entries(standIn).filter(([, it]) => it.environment?.OTEL_EXPORTER_OTLP_ENDPOINT === '');
    expect(silent.map(([name]) => name).sort()).toEqual(
      tracing
        .map(([name]) => name)
        .filter((name) => name !== 'seed')
        .sort(),
    );
  });
});
