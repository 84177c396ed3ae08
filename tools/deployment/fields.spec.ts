import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../stack/src/layout';
import { fieldComplaints, isChecked } from './fields';
import { type KubernetesObject, objectsIn } from './objects';
import { KUBERNETES, OVERLAYS, PATIENCE_MS, renderableCopy, render, renderer } from './rendering';

const command = renderer();

/** What a cluster would be sent; where nothing can render, the objects of the files, before they are patched. */
function everyObject(): KubernetesObject[] {
  if (!command) return fromFiles();
  const copy = renderableCopy();
  const objects = OVERLAYS.flatMap((overlay) => render(command, copy, overlay));
  rmSync(copy, { recursive: true });
  return objects;
}

function fromFiles(): KubernetesObject[] {
  const root = join(projectRoot(), KUBERNETES);
  const paths = (readdirSync(root, { recursive: true }) as string[]).filter(
    (path) => path.endsWith('.yaml') && !/generated\/|overlays\/production\/gateway/.test(path),
  );
  return paths.flatMap((path) => objectsIn(readFileSync(join(root, path), 'utf8')));
}

describe(`The fields of all objects ${command ? 'as they are rendered' : 'in the files (nothing here can render them)'}`, () => {
  const objects = everyObject();

  it(
    'are those that Kubernetes knows',
    () => {
      expect(objects.filter(isChecked).length).toBeGreaterThan(20);
      expect(fieldComplaints(objects.filter(isChecked))).toEqual([]);
    },
    PATIENCE_MS,
  );

  it('are of known kinds, the operators counted in', () => {
    const others = new Set(objects.filter((one) => !isChecked(one)).map(({ apiVersion }) => apiVersion.split('/')[0]));
    const operators = ['postgresql.cnpg.io', 'rabbitmq.com'];
    const tools = ['kustomize.config.k8s.io', 'kind.x-k8s.io'];
    expect([...others].filter((group) => ![...operators, ...tools].includes(group!))).toEqual([]);
  });

  it(
    'are really looked at: a field that is misspelt, missing or of another type is told',
    () => {
      const metadata = { name: 'wrong' };
      const wrong = [
        { apiVersion: 'v1', kind: 'Service', metadata, spec: { port: [] } },
        { apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec: { selector: {} } },
        { apiVersion: 'v1', kind: 'Service', metadata, spec: { ports: [{ port: '80' }] } },
      ] as unknown as KubernetesObject[];
      expect(fieldComplaints(wrong)).toEqual([
        expect.stringMatching(/^Service wrong: .*'"?port"?' does not exist/),
        expect.stringMatching(/^Deployment wrong: .*'template' is missing/),
        expect.stringMatching(/^Service wrong: .*'string' is not assignable to type 'number'/),
      ]);
    },
    PATIENCE_MS,
  );
});
