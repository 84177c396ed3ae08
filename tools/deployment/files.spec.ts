import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { parse } from 'yaml';
import { projectRoot } from '../stack/src/layout';
import { SERVICES } from '../stack/src/services';
import { objectsIn } from './objects';
import { copyOfManifests, KUBERNETES, kustomizationOf, OVERLAYS, PATIENCE_MS, sourcesOf } from './rendering';

const root = join(projectRoot(), KUBERNETES);
const everything = readdirSync(root, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name))
  .filter((path) => !path.includes('/generated/'));
const yamlFiles = everything.filter((path) => path.endsWith('.yaml'));
const read = (path: string): string => readFileSync(path, 'utf8');

describe('The manifests, file by file', () => {
  it.each(yamlFiles.map((path) => [path.slice(root.length + 1), path]))('%s can be read', (_name, path) => {
    for (const object of objectsIn(read(path)))
      expect(object).toMatchObject({ apiVersion: expect.any(String), kind: expect.any(String) });
  });

  it('are each named by the kustomization of their folder, which names nothing that is not there', () => {
    for (const folder of new Set(yamlFiles.map(dirname))) {
      const { resources = [], components = [], patches = [], ...rest } = kustomizationOf(folder);
      const named = [...resources, ...components, ...patches.flatMap(({ path }) => path ?? []), ...sourcesOf(rest)];
      const missing = named.filter((name) => !name.startsWith('generated/') && !existsSync(join(folder, name)));
      expect([folder, missing]).toEqual([folder, []]);
      const unnamed = yamlFiles
        .filter((path) => dirname(path) === folder)
        .map((path) => basename(path))
        .filter((name) => !['kustomization.yaml', 'kind.yaml', ...named].includes(name));
      expect([folder, unnamed]).toEqual([folder, []]);
    }
  });

  it('give each service its image, name and port', () => {
    expect(kustomizationOf(join(root, 'base')).resources).toEqual(
      expect.arrayContaining(SERVICES.map(({ name }) => name)),
    );
    for (const { name, port } of SERVICES) {
      const { images, patches = [] } = kustomizationOf(join(root, 'base', name));
      expect(images).toMatchObject([{ name: 'tradewind/service', newName: `tradewind/${name}` }]);
      const ports = patches.flatMap(({ patch = '' }) => patch.match(/8\d\d\d/g) ?? []);
      expect([name, new Set(ports)]).toEqual([name, new Set([String(port)])]);
    }
  });

  it('pin a tag for every image', () => {
    for (const overlay of OVERLAYS)
      expect(kustomizationOf(join(root, 'overlays', overlay)).images?.map(({ name }) => name)).toEqual(
        SERVICES.map(({ name }) => `tradewind/${name}`),
      );
    const images = yamlFiles.flatMap((path) =>
      [...read(path).matchAll(/image(?:Name)?: (\S+\/?\S+)/g)].map(([, it]) => it!),
    );
    for (const image of images.filter((it) => it !== 'tradewind/service')) expect(image).toMatch(/:[\w.-]+$/);
    expect(images.filter((image) => image.endsWith(':latest'))).toEqual([]);
  });

  it('hold no secret', () => {
    for (const path of everything) expect([path, /kind: Secret$|PRIVATE KEY/m.test(read(path))]).toEqual([path, false]);
  });
});

describe('The metrics of a cluster', () => {
  it('are asked for under the same jobs as everywhere, which alerts and dashboards name', () => {
    const jobs = (path: string): string[] =>
      (parse(read(join(projectRoot(), path))) as { scrape_configs: { job_name: string }[] }).scrape_configs
        .map(({ job_name }) => job_name)
        .sort();
    expect(jobs(`${KUBERNETES}/scrape.yml`)).toEqual(jobs('monitoring/prometheus/prometheus.yml'));
  });
});

describe('The script that makes the secrets of a local cluster', () => {
  const copy = copyOfManifests();
  const folder = join(copy, KUBERNETES, 'overlays/local');
  const wanted = sourcesOf(kustomizationOf(folder));
  const contents = (): string[] => wanted.map((name) => read(join(folder, name)));
  const generate = (): Buffer => execFileSync('sh', [join(folder, 'generate.sh')], { stdio: 'pipe' });

  beforeAll(() => {
    // The renderer is tested elsewhere; here kong.yml takes the place of a rendered one.
    const renderer = join(copy, 'dist/gateway/render/main.js');
    mkdirSync(dirname(renderer), { recursive: true });
    const kong = JSON.stringify(join(projectRoot(), 'gateway/kong.yml'));
    writeFileSync(renderer, `require('node:fs').copyFileSync(${kong}, process.env.KONG_DECLARATIVE_CONFIG);\n`);
  });
  afterAll(() => rmSync(copy, { recursive: true }));

  it(
    'makes every file that the overlay asks for, and keeps it, as the servers know it by then',
    () => {
      generate();
      const first = contents();
      expect(first.length).toBeGreaterThan(SERVICES.length);
      generate();
      expect(contents()).toEqual(first);
    },
    PATIENCE_MS,
  );

  it('puts them where git does not look', () => {
    const path = join(root, 'overlays/local/generated/user-secrets.env');
    const ignored = (): Buffer => execFileSync('git', ['check-ignore', '-q', path], { cwd: root });
    if (existsSync(join(projectRoot(), '.git'))) expect(ignored).not.toThrow();
  });
});
