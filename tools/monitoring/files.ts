import { join } from 'node:path';
import { projectRoot } from '../stack/src/layout';
import { DASHBOARDS } from './dashboards';
import { toJson } from './grafana';

export const dashboardFolder = (): string => join(projectRoot(), 'monitoring/grafana/dashboards');

/** The files that Grafana reads: name and content. */
export function dashboardFiles(): Map<string, string> {
  return new Map(
    Object.entries(DASHBOARDS).map(([name, dashboard]) => [
      `${name}.json`,
      `${JSON.stringify(toJson(dashboard), null, 2)}\n`,
    ]),
  );
}
