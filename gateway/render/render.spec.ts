import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseDeclaration } from '../stand-in/declaration/declaration';
import { readPublicKeys } from './keys';
import { parseTemplate, render, upstreamHosts } from './render';
import { readSettings } from './settings';

const template = parseTemplate(readFileSync(join(__dirname, '../kong.yml'), 'utf8'));
const hosts = upstreamHosts(template);

describe('The rendered file', () => {
  const directory = mkdtempSync(join(tmpdir(), 'keys-'));
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  writeFileSync(join(directory, 'k-2.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }));
  writeFileSync(join(directory, 'k-1.pem'), publicKey.export({ type: 'spki', format: 'pem' }));
  writeFileSync(join(directory, 'notes.txt'), 'no key');
  afterAll(() => rmSync(directory, { recursive: true }));

  const rendered = (env: Record<string, string> = {}): string =>
    render(template, readSettings(env, hosts, []), readPublicKeys(directory, []));
  const limitsIn = (text: string): string[] => text.match(/minute: \d+/g) ?? [];

  it('is a file that the stand-in accepts', () => {
    expect(parseDeclaration(rendered()).services.map((service) => service.name)).toContain('orders');
  });

  it('has each key by its id, in a fixed order, and no private one', () => {
    const { consumers } = parseDeclaration(rendered());
    expect(consumers.flatMap((one) => one.jwt_secrets.map(({ key }) => key))).toEqual(['k-1', 'k-2']);
    expect(rendered()).not.toContain('PRIVATE');
    expect(rendered()).toBe(rendered());
  });

  it('has the limits of the settings, each in its place', () => {
    expect(limitsIn(rendered())).toEqual(['minute: 60', 'minute: 15', 'minute: 60', 'minute: 10']);
    const env = { RATE_LIMIT_PER_MINUTE: '600', RATE_LIMIT_AI_PER_MINUTE: '7', RATE_LIMIT_LOGIN_PER_MINUTE: '3' };
    expect(limitsIn(rendered(env))).toEqual(['minute: 600', 'minute: 7', 'minute: 600', 'minute: 3']);
  });

  it('has the address of a service in place of the one in the template, with the path kept', () => {
    const text = rendered({ ORDER_URL: 'http://10.0.0.7:18003', USER_URL: 'http://127.0.0.1:8001/' });
    expect(text).toContain('url: http://10.0.0.7:18003/api/orders\n');
    expect(text).toContain('url: http://127.0.0.1:8001/api/auth/login\n');
    expect(text).toContain('url: http://product:8002/api/products\n');
  });

  it('sends spans only where they are received, and as many as the services record', () => {
    expect(rendered()).not.toContain('opentelemetry');
    const traced = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://10.0.0.9:4318/' };
    expect(rendered(traced)).toContain('traces_endpoint: http://10.0.0.9:4318/v1/traces\n      sampling_rate: 1\n');
    const some = { OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: '0.05' };
    expect(rendered({ ...traced, ...some })).toContain('sampling_rate: 0.05\n');
    expect(rendered({ ...traced, OTEL_TRACES_SAMPLER: 'always_off' })).toContain('sampling_rate: 0\n');
    expect(parseDeclaration(rendered(traced)).plugins.map(({ name }) => name)).toContain('opentelemetry');
  });

  it('has one count for all gateways where there is a Redis for it', () => {
    expect(rendered()).not.toContain('redis');
    const text = rendered({ RATE_LIMIT_REDIS_URL: 'redis://kong:p%40ss@10.0.0.8:6380/2' });
    const address = { host: '10.0.0.8', port: 6380, username: 'kong', password: 'p@ss', database: 2, timeout: 500 };
    const { plugins, consumers, services } = parseTemplate(text);
    const routes = services.flatMap((service) => service.routes ?? []);
    const limits = [plugins, ...[...consumers, ...routes].map((one) => one.plugins)]
      .flatMap((some) => some ?? [])
      .filter(({ name }) => name === 'rate-limiting');
    expect(limits).toHaveLength(4);
    for (const { config } of limits)
      expect(config).toMatchObject({ policy: 'redis', redis: address, fault_tolerant: true });
    expect(() => parseDeclaration(text)).not.toThrow();
  });

  it('leaves a password of Redis to the environment where the address says so', () => {
    const text = rendered({ RATE_LIMIT_REDIS_URL: 'redis://:{vault://env/rate-limit-redis-password}@redis' });
    expect(parseTemplate(text).plugins?.find(({ name }) => name === 'rate-limiting')?.config).toMatchObject({
      redis: { host: 'redis', port: 6379, password: '{vault://env/rate-limit-redis-password}', database: 0 },
    });
  });

  it('is not made from a template with a limit that no setting is for', () => {
    const untagged = { ...template, plugins: [{ name: 'rate-limiting', config: { minute: 5 } }] };
    expect(() => render(untagged, readSettings({}, hosts, []), [])).toThrow(/needs one of the tags general-limit/);
  });
});

describe('Bad settings', () => {
  it('are told all at once', () => {
    const problems: string[] = [];
    const env = {
      RATE_LIMIT_PER_MINUTE: '0',
      RATE_LIMIT_LOGIN_PER_MINUTE: 'ten',
      ORDER_URL: 'order:8003',
      USER_URL: 'http://u/api',
      RATE_LIMIT_REDIS_URL: 'rediss://redis:6379',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'jaeger:4318',
      OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
      OTEL_TRACES_SAMPLER: 'traceidratio',
      OTEL_TRACES_SAMPLER_ARG: 'all',
    };
    readSettings(env, hosts, problems);
    readPublicKeys('/nowhere', problems);
    expect(problems).toEqual([
      expect.stringMatching(/^RATE_LIMIT_PER_MINUTE .* but is "0"$/),
      expect.stringMatching(/^RATE_LIMIT_LOGIN_PER_MINUTE .* but is "ten"$/),
      expect.stringMatching(/^USER_URL .* without a path/),
      expect.stringMatching(/^ORDER_URL /),
      expect.stringMatching(/^RATE_LIMIT_REDIS_URL must be an address such as redis:\/\/redis:6379/),
      expect.stringMatching(/^OTEL_EXPORTER_OTLP_ENDPOINT .* but is "jaeger:4318"$/),
      expect.stringMatching(/^OTEL_EXPORTER_OTLP_PROTOCOL /),
      expect.stringMatching(/^OTEL_TRACES_SAMPLER_ARG .* but is "all"$/),
      expect.stringMatching(/^JWT_KEYS_DIR: \/nowhere can't be read/),
    ]);
  });

  it.each([
    [
      'an elliptic curve',
      () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey,
      /an RSA key of at least 2048/,
    ],
    [
      'a short key',
      () => generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey,
      /an RSA key of at least 2048/,
    ],
  ])('%s is no key for tokens', (_name, make, problem) => {
    const directory = mkdtempSync(join(tmpdir(), 'keys-'));
    writeFileSync(join(directory, 'k.pem'), make().export({ type: 'pkcs8', format: 'pem' }));
    const problems: string[] = [];
    expect(readPublicKeys(directory, problems)).toEqual([]);
    expect(problems).toEqual([expect.stringMatching(problem)]);
    rmSync(directory, { recursive: true });
  });
});
