import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { settingNames } from '../stack/src/app-processes';
import { projectRoot } from '../stack/src/layout';
import { SERVICES, TO_COME, urlSetting } from '../stack/src/services';
import { type Container, type KubernetesObject, selects, type Template } from './objects';
import { PATIENCE_MS, type Overlay, renderableCopy, render, renderer } from './rendering';

const read = (path: string): string => readFileSync(join(projectRoot(), path), 'utf8');
const command = renderer();
const known = new Set([
  ...settingNames(read('.env.example')),
  // Parts of the URLs.
  ...['POSTGRES_HOST', 'DATABASE_PASSWORD', 'RABBITMQ_HOST', 'RABBITMQ_USER', 'RABBITMQ_PASSWORD'],
  ...['REDIS_HOST', 'REDIS_PASSWORD'],
  ...['OTEL_EXPORTER_OTLP_ENDPOINT', 'OTEL_TRACES_SAMPLER', 'OTEL_TRACES_SAMPLER_ARG'],
]);

/** Rendering needs kubectl or kustomize; files.spec.ts looks at the files where there is neither. */
const suite = command ? describe.each<Overlay>(['local', 'production']) : describe.skip.each<Overlay>(['production']);

suite('The workloads of the overlay %s (rendered by kubectl or kustomize; skipped where neither is)', (overlay) => {
  let objects: KubernetesObject[];
  const copies: string[] = [];
  beforeAll(() => {
    copies.push(renderableCopy());
    objects = render(command!, copies[0]!, overlay);
  }, PATIENCE_MS);
  afterAll(() => copies.forEach((copy) => rmSync(copy, { recursive: true })));

  const all = (kind: string): KubernetesObject[] => objects.filter((one) => one.kind === kind);
  const named = (kind: string, name: string): KubernetesObject => {
    const found = all(kind).filter(({ metadata }) => metadata.name === name);
    expect([kind, name, found.length]).toEqual([kind, name, 1]);
    return found[0]!;
  };
  const templates = (): Template[] => objects.flatMap(({ spec }) => spec?.template ?? []);
  const ours = (): Template[] =>
    templates().filter(({ metadata }) => metadata.labels['app.kubernetes.io/part-of'] === 'tradewind');
  const first = ({ spec }: Template): Container => spec.containers[0]!;

  /** The settings that a container really gets, those with a secret as undefined. */
  function settingsOf({ env = [], envFrom = [] }: Container): Map<string, string | undefined> {
    const maps = envFrom.flatMap(({ configMapRef }) => (configMapRef ? [named('ConfigMap', configMapRef.name)] : []));
    const shared = maps.flatMap(({ data }) => Object.entries(data ?? {}));
    return new Map([...shared, ...env.map(({ name, value }) => [name, value] as const)]);
  }

  it.each(SERVICES)(
    'run the service $name on its port, and probe the paths that it has',
    ({ name, port, database }) => {
      const deployment = named('Deployment', name);
      const container = first(deployment.spec.template!);
      expect(container.image).toMatch(new RegExp(`^tradewind/${name}:[\\w.-]+$`));
      expect(container.ports).toEqual([{ name: 'http', containerPort: port }]);
      expect(named('Service', name).spec.ports).toEqual([{ name: 'http', port, targetPort: 'http' }]);
      expect(deployment.spec.template!.metadata.annotations?.['prometheus.io/port']).toBe(String(port));
      const { startupProbe, livenessProbe, readinessProbe } = container;
      const paths = [startupProbe, livenessProbe, readinessProbe].map((probe) => probe?.httpGet?.path);
      expect(paths).toEqual(['/health/live', '/health/live', '/health/ready']);
      const settings = settingsOf(container);
      expect(settings.get('PORT')).toBe(String(port));
      expect(settings.get('HOST')).toBe('0.0.0.0');
      expect(settings.get('DATABASE_URL')).toContain(`//${database!.role}:`);
      expect(settings.get('DATABASE_URL')).toMatch(new RegExp(`/${database!.name}$`));
    },
  );

  it('give containers only settings that something reads, with the addresses of Services that are there', () => {
    // An operator makes the Services of its servers.
    const made = [...all('RabbitmqCluster'), ...all('Cluster')].map(({ kind, metadata: { name } }) =>
      kind === 'Cluster' ? `${name}-rw` : name,
    );
    const hosts = [...made, ...all('Service').map(({ metadata }) => metadata.name)];
    for (const container of ours()
      .map(first)
      .filter(({ image }) => image.startsWith('tradewind/'))) {
      const settings = settingsOf(container);
      expect([...settings.keys()].filter((name) => !known.has(name))).toEqual([]);
      for (const service of SERVICES)
        expect(settings.get(urlSetting(service))).toBe(`http://${service.name}:${service.port}`);
      const servers = ['RABBITMQ_HOST', 'POSTGRES_HOST', 'REDIS_HOST'].map((name) => settings.get(name));
      expect(hosts).toEqual(expect.arrayContaining(servers));
    }
  });

  it('reach every address that kong.yml names, but for services that are still to come', () => {
    const toCome = TO_COME.map(({ name }) => name);
    const { services } = parse(read('gateway/kong.yml')) as { services: { url: string }[] };
    const existing = services.map(({ url }) => new URL(url)).filter(({ hostname }) => !toCome.includes(hostname));
    for (const { hostname, port } of existing)
      expect(named('Service', hostname).spec.ports?.map((it) => it.port)).toEqual([Number(port)]);
  });

  it('use images that docker-compose.yml uses too (as soon as there is one)', () => {
    const path = join(projectRoot(), 'docker-compose.yml');
    if (!existsSync(path)) return;
    const compose = parse(readFileSync(path, 'utf8')) as { services: Record<string, { image?: string }> };
    const composed = Object.values(compose.services).map(({ image = '' }) => image);
    const nameOf = (image: string): string => image.split(':')[0]!;
    for (const { image } of templates().map(first)) {
      if (image.startsWith('tradewind/')) expect(composed.map(nameOf)).toContain(nameOf(image));
      else expect(composed).toContain(image);
    }
  });

  it('run as nobody in particular, on a read-only file system, without rights, profiles or tokens to lose', () => {
    for (const { spec } of ours()) {
      expect(spec).toMatchObject({ automountServiceAccountToken: false, enableServiceLinks: false });
      const profile = { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } };
      expect(spec.securityContext).toMatchObject(profile);
      for (const { securityContext, resources } of spec.containers) {
        expect(securityContext.capabilities).toEqual({ drop: ['ALL'] });
        expect(securityContext).toMatchObject({ readOnlyRootFilesystem: true, allowPrivilegeEscalation: false });
        expect([Object.keys(resources.requests!), Object.keys(resources.limits!)]).toEqual([
          ['cpu', 'memory'],
          ['memory'],
        ]);
      }
    }
    expect(named('Namespace', 'tradewind').metadata.labels?.['pod-security.kubernetes.io/enforce']).toBe('restricted');
  });

  it('have the time to finish what the gateway may still wait for', () => {
    const { services } = parse(read('gateway/kong.yml')) as { services: { read_timeout: number }[] };
    const longest = Math.max(...services.map(({ read_timeout }) => read_timeout)) / 1_000;
    for (const { spec } of all('Deployment').map((it) => it.spec.template!)) {
      const until = spec.containers[0]!.lifecycle!.preStop!.exec.command.join(' ').match(/\d+/)![0];
      expect(spec.terminationGracePeriodSeconds).toBeGreaterThan(longest + Number(until));
    }
  });

  it('are spread, protected and found by exactly their own pods', () => {
    for (const { metadata, spec } of all('Deployment')) {
      const budget = named('PodDisruptionBudget', metadata.name).spec.selector!;
      const spread = spec.template!.spec.topologySpreadConstraints!.map(({ labelSelector }) => labelSelector);
      const service: { matchLabels: Record<string, string> } = {
        matchLabels: named('Service', metadata.name).spec.selector!,
      };
      for (const selector of [spec.selector!, budget, service, ...spread]) {
        const taken = objects.filter(
          (one) => one.spec?.template && selects(selector, one.spec.template.metadata.labels),
        );
        expect(taken.map((one) => `${one.kind}/${one.metadata.name}`)).toEqual([`Deployment/${metadata.name}`]);
      }
    }
  });

  it('name only ConfigMaps and secrets that are there or that deployment/README.md tells to make', () => {
    const documented = read('deployment/README.md');
    const here = new Set([...all('ConfigMap'), ...all('Secret')].map(({ metadata }) => metadata.name));
    const wanted = templates().flatMap(({ spec }) => [
      ...(spec.volumes ?? []).flatMap(({ secret, configMap, projected }) => [
        secret?.secretName,
        configMap?.name,
        ...(projected?.sources ?? []).map((source) => source.secret?.name),
      ]),
      ...spec.containers.flatMap(({ env = [], envFrom = [] }) => [
        ...env.map(({ valueFrom }) => valueFrom?.secretKeyRef?.name),
        ...envFrom.flatMap(({ configMapRef, secretRef }) => [configMapRef?.name, secretRef?.name]),
      ]),
    ]);
    for (const name of wanted.filter((it) => it !== undefined && !here.has(it)))
      expect(documented).toContain(`\`${name}\``);
  });
});
