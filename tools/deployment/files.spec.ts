import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { parse } from 'yaml';
import { projectRoot } from '../stack/src/layout';
import { SERVICES } from '../stack/src/services';
import { objectsIn } from './objects';
import { generate, KUBERNETES, preparedCopy } from './rendering';

interface Kustomization {
  resources?: string[];
  components?: string[];
  images?: { name: string; newName?: string; newTag: string }[];
  patches?: { path?: string; target?: { kind?: string }; patch?: string }[];
  configMapGenerator?: Generator[];
  secretGenerator?: Generator[];
}

interface Generator {
  files?: string[];
  envs?: string[];
}

const root = join(projectRoot(), KUBERNETES);
const everything = readdirSync(root, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name))
  .filter((path) => !path.includes('/generated/'));
const yamlFiles = everything.filter((path) => path.endsWith('.yaml'));
const read = (path: string): string => readFileSync(path, 'utf8');
const kustomization = (folder: string): Kustomization =>
  parse(read(join(folder, 'kustomization.yaml'))) as Kustomization;
const generated = ({ configMapGenerator = [], secretGenerator = [] }: Kustomization): string[] =>
  [...configMapGenerator, ...secretGenerator].flatMap(({ files = [], envs = [] }) => [...files, ...envs]);

describe('The manifests, file by file', () => {
  it.each(yamlFiles.map((path) => [path.slice(root.length + 1), path]))('%s can be read', (_name, path) => {
    for (const object of objectsIn(read(path)))
      expect(object).toMatchObject({ apiVersion: expect.any(String), kind: expect.any(String) });
  });

  it('are each named by the kustomization of their folder, which names nothing that is not there', () => {
    for (const folder of new Set(yamlFiles.map(dirname))) {
      const { resources = [], components = [], patches = [], ...rest } = kustomization(folder);
      const named = [...resources, ...components, ...patches.flatMap(({ path }) => path ?? []), ...generated(rest)];
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
    expect(kustomization(join(root, 'base')).resources).toEqual(
      expect.arrayContaining(SERVICES.map(({ name }) => name)),
    );
    for (const { name, port } of SERVICES) {
      const { images, patches = [] } = kustomization(join(root, 'base', name));
      expect(images).toMatchObject([{ name: 'tradewind/service', newName: `tradewind/${name}` }]);
      const ports = patches.flatMap(({ patch = '' }) => patch.match(/8\d\d\d/g) ?? []);
      expect([name, new Set(ports)]).toEqual([name, new Set([String(port)])]);
    }
  });

  it('pin a tag for every image', () => {
    for (const overlay of ['local', 'production'])
      expect(kustomization(join(root, 'overlays', overlay)).images?.map(({ name }) => name)).toEqual(
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

describe('The script that makes the secrets of a local cluster', () => {
  const copy = preparedCopy();
  const folder = join(copy, KUBERNETES, 'overlays/local');
  const wanted = generated(kustomization(folder));
  afterAll(() => rmSync(copy, { recursive: true }));

  it('makes every file that the overlay asks for', () => {
    expect(wanted.filter((name) => !existsSync(join(folder, name)))).toEqual([]);
    expect(wanted.length).toBeGreaterThan(SERVICES.length);
  });

  it('keeps what it has made, as the servers know it by then', () => {
    const before = wanted.map((name) => read(join(folder, name)));
    generate(copy);
    expect(wanted.map((name) => read(join(folder, name)))).toEqual(before);
  });

  it('puts them where git does not look', () => {
    const path = join(root, 'overlays/local/generated/user-secrets.env');
    const ignored = (): Buffer => execFileSync('git', ['check-ignore', '-q', path], { cwd: root });
    if (existsSync(join(projectRoot(), '.git'))) expect(ignored).not.toThrow();
  });
});
