import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../stack/src/layout';
import { SERVICES } from '../stack/src/services';
import type { KubernetesObject } from './objects';
import { PATIENCE_MS, renderableCopy, render, renderer } from './rendering';

const command = renderer();
const suite = command ? describe : describe.skip;

suite('Production on Kubernetes (rendered by kubectl or kustomize; skipped where neither is)', () => {
  let objects: KubernetesObject[];
  let copy: string;
  beforeAll(() => {
    copy = renderableCopy();
    objects = render(command!, copy, 'production');
  }, PATIENCE_MS);
  afterAll(() => rmSync(copy, { recursive: true }));

  const all = (kind: string): KubernetesObject[] => objects.filter((one) => one.kind === kind);
  const scalers = (): Map<string, KubernetesObject['spec']> =>
    new Map(all('HorizontalPodAutoscaler').map(({ spec }) => [spec.scaleTargetRef!.name, spec]));
  const cluster = (): { postgresql: { parameters: Record<string, string>; pg_hba: string[] }; managed: Roles } =>
    all('Cluster')[0]!.spec as never;
  interface Roles {
    roles: { name: string; passwordSecret: { name: string } }[];
  }

  it('runs at least two replicas of each workload, by load', () => {
    expect([...scalers().keys()].sort()).toEqual(all('Deployment').map(({ metadata }) => metadata.name));
    for (const { minReplicas, maxReplicas } of scalers().values()) {
      expect(minReplicas).toBeGreaterThanOrEqual(2);
      expect(maxReplicas).toBeGreaterThan(minReplicas!);
    }
    for (const { spec } of all('Deployment')) expect(spec).not.toHaveProperty('replicas');
  });

  it('never asks PostgreSQL for more connections than it has, and prefetches less than it has connections', () => {
    const { data = {} } = all('ConfigMap').find(({ metadata }) => metadata.name.startsWith('service-settings'))!;
    const pool = Number(data['DATABASE_POOL_SIZE']);
    expect(Number(data['RABBITMQ_PREFETCH'])).toBeLessThan(pool);
    // One pod more during a rollout, and two connections of a migration.
    const most = SERVICES.map(({ name }) => (scalers().get(name)!.maxReplicas! + 1) * pool + 2);
    const connections = Number(cluster().postgresql.parameters['max_connections']);
    expect(most.reduce((sum, one) => sum + one)).toBeLessThanOrEqual(connections);
  });

  it('lets each role into its own database only', () => {
    const rules = cluster().postgresql.pg_hba.map((line) => line.split(/\s+/).slice(1, 3));
    expect(rules).toEqual([...SERVICES.map(({ database }) => [database!.name, database!.role]), ['all', 'all']]);
    expect(cluster().postgresql.pg_hba.at(-1)).toMatch(/reject$/);
    const roles = cluster().managed.roles.map(({ name, passwordSecret }) => [name, passwordSecret.name]);
    expect(roles).toEqual(SERVICES.map(({ name, database }) => [database!.role, `${name}-database`]));
    const databases = all('Database').map(({ spec }) => [spec['name'], spec['owner']]);
    expect(databases.sort()).toEqual(SERVICES.map(({ database }) => [database!.name, database!.role]).sort());
  });

  it('holds no secret: they are made elsewhere and named here', () => {
    expect(all('Secret')).toEqual([]);
  });

  it('migrates each database by a job, with the image and settings of its service', () => {
    expect(all('Job')).toHaveLength(SERVICES.length);
    for (const job of all('Job')) {
      const service = all('Deployment').find(({ metadata }) => metadata.name === job.metadata.name)!;
      const [its, own] = [service, job].map(({ spec }) => spec.template!.spec.containers[0]!);
      const { image, env, envFrom, volumeMounts } = its!;
      expect(own).toMatchObject({ image, env, envFrom, volumeMounts, command: ['node', 'main.js', 'migrate'] });
    }
  });

  it('starts its jobs as the image starts the service (as soon as there is a Dockerfile)', () => {
    const path = join(projectRoot(), 'Dockerfile');
    if (!existsSync(path)) return;
    expect(readFileSync(path, 'utf8')).toMatch(/^USER node$[^]*^CMD \["node", "main\.js"\]$/m);
  });

  it('opens nothing but TLS to the world', () => {
    const open = all('Service').filter(({ spec }) => spec['type'] !== undefined);
    expect(open.map(({ metadata, spec }) => [metadata.name, spec.ports?.map(({ port }) => port)])).toEqual([
      ['gateway', [443]],
    ]);
  });
});
