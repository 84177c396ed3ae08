import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { projectRoot } from '../stack/src/layout';
import { dashboardFiles, dashboardFolder } from './files';

interface Place {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

interface PanelFile {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly gridPos: Place;
  readonly datasource?: { readonly uid: string };
  readonly fieldConfig?: { readonly defaults: { readonly unit?: string } };
}

interface DashboardFile {
  readonly uid: string;
  readonly title: string;
  readonly tags: readonly string[];
  readonly links: readonly { readonly tags: readonly string[] }[];
  readonly templating: { readonly list: readonly { readonly name: string }[] };
  readonly panels: readonly PanelFile[];
}

const files = readdirSync(dashboardFolder());
const read = (file: string): string => readFileSync(join(dashboardFolder(), file), 'utf8');
const dashboards = files.map((file) => JSON.parse(read(file)) as DashboardFile);
const queried = dashboards.flatMap(({ panels }) => panels.filter(({ type }) => type !== 'row'));

describe('the dashboards', () => {
  it('are what `npm run dashboards` makes of tools/monitoring/dashboards', () => {
    expect(new Map(files.map((file) => [file, read(file)]))).toEqual(dashboardFiles());
  });

  it('have an address each, and a title that says which it is', () => {
    expect(new Set(dashboards.map(({ uid }) => uid)).size).toBe(4);
    expect(dashboards.map(({ title }) => title).sort()).toEqual([
      'Data stores and Node',
      'Messaging',
      'Orders and sagas',
      'Services (RED)',
    ]);
  });

  it.each(dashboards)('$title leads to the others, which keep its service', ({ tags, links, templating }) => {
    expect(tags).toEqual(['tradewind']);
    expect(links).toMatchObject([{ type: 'dashboards', tags: ['tradewind'], includeVars: true, keepTime: true }]);
    expect(templating.list).toMatchObject([{ name: 'service', multi: true, includeAll: true }]);
  });

  it.each(dashboards)('$title has panels that are told apart and lie beside each other', ({ panels }) => {
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    expect(panels.filter(({ gridPos: { x, w } }) => x + w > 24)).toEqual([]);
    const overlaps = panels.flatMap((one, index) =>
      panels.slice(index + 1).filter((other) => overlap(one.gridPos, other.gridPos)),
    );
    expect(overlaps).toEqual([]);
  });

  it('say of each number what it is measured in, and ask a data source that is provisioned', () => {
    const sources = parse(
      readFileSync(join(projectRoot(), 'monitoring/grafana/provisioning/datasources/datasources.yml'), 'utf8'),
    ) as { datasources: { uid: string }[] };
    const known = sources.datasources.map(({ uid }) => uid);
    expect(known).toEqual(['prometheus', 'jaeger', 'loki']);
    const wrong = queried.filter(
      ({ fieldConfig, datasource }) => !fieldConfig?.defaults.unit || !known.includes(datasource?.uid ?? ''),
    );
    expect(wrong.map(({ title }) => title)).toEqual([]);
  });
});

function overlap(one: Place, other: Place): boolean {
  const beside = one.x + one.w <= other.x || other.x + other.w <= one.x;
  const below = one.y + one.h <= other.y || other.y + other.h <= one.y;
  return !beside && !below;
}
