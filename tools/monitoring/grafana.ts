import { Dashboard, Json, Panel } from './panels';

const PROMETHEUS = { type: 'prometheus', uid: 'prometheus' };
const TAG = 'tradewind';
/** Grafana 11 wrote it; what is newer reads it. */
const SCHEMA_VERSION = 39;
const WIDTH = 24;

/** What Grafana reads from a file. Rows get a height, panels an id and a place: side by side, equally wide. */
export function toJson({ uid, title, description, rows }: Dashboard): Json {
  const panels: Json[] = [];
  let y = 0;
  for (const { title: heading, panels: inRow } of rows) {
    panels.push(rowJson(heading, panels.length + 1, y));
    y += 1;
    const height = Math.max(...inRow.map((panel) => panel.height));
    inRow.forEach((panel, index) => {
      const [x, next] = [index, index + 1].map((at) => Math.floor((at * WIDTH) / inRow.length)) as [number, number];
      panels.push(panelJson(panel, panels.length + 1, { x, y, w: next - x, h: height }));
    });
    y += height;
  }
  return { ...frame(uid, title, description), panels };
}

function frame(uid: string, title: string, description: string): Json {
  return {
    uid,
    title,
    description,
    tags: [TAG],
    schemaVersion: SCHEMA_VERSION,
    version: 1,
    editable: true,
    timezone: 'browser',
    graphTooltip: 1,
    refresh: '10s',
    time: { from: 'now-1h', to: 'now' },
    annotations: { list: [firingAlerts()] },
    links: [linkToTheOthers()],
    templating: { list: [serviceVariable()] },
  };
}

/** Firing alerts as marks in all graphs. */
function firingAlerts(): Json {
  return {
    name: 'Alerts',
    datasource: PROMETHEUS,
    enable: true,
    iconColor: 'red',
    expr: 'ALERTS{alertstate="firing"}',
    titleFormat: '{{alertname}}',
    tagKeys: 'severity,service,queue',
  };
}

function linkToTheOthers(): Json {
  return {
    ...{ type: 'dashboards', title: 'Tradewind', tags: [TAG], icon: 'external link', tooltip: '' },
    ...{ asDropdown: false, includeVars: true, keepTime: true, targetBlank: false },
  };
}

function serviceVariable(): Json {
  const query = 'label_values(up{job="tradewind"}, service)';
  return {
    name: 'service',
    label: 'Service',
    type: 'query',
    datasource: PROMETHEUS,
    definition: query,
    query: { qryType: 1, query, refId: 'PrometheusVariableQueryEditor-VariableQuery' },
    includeAll: true,
    allValue: '.+',
    multi: true,
    current: { selected: true, text: ['All'], value: ['$__all'] },
    refresh: 2,
    sort: 1,
  };
}

function rowJson(title: string, id: number, y: number): Json {
  return { id, type: 'row', title, collapsed: false, gridPos: { x: 0, y, w: WIDTH, h: 1 }, panels: [] };
}

function panelJson({ title, description, unit, queries, kind }: Panel, id: number, gridPos: Json): Json {
  const { type, instant, defaults, options, format = 'time_series', transformations } = kind;
  return {
    id,
    type,
    title,
    ...(description ? { description } : {}),
    datasource: PROMETHEUS,
    gridPos,
    fieldConfig: { defaults: { unit, ...defaults }, overrides: [] },
    options,
    ...(transformations ? { transformations } : {}),
    targets: Object.entries(queries).map(([legendFormat, expr], index) => ({
      refId: String.fromCharCode('A'.charCodeAt(0) + index),
      datasource: PROMETHEUS,
      editorMode: 'code',
      expr,
      legendFormat,
      format,
      instant,
      range: !instant,
    })),
  };
}
