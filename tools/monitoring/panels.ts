/** The units that our panels use, as Grafana calls them. */
export type Unit = 'short' | 's' | 'ms' | 'percentunit' | 'bytes' | 'Bps' | 'reqps' | 'ops';

/** What a series is called, with labels as `{{label}}`: and the PromQL behind it. */
export type Queries = Readonly<Record<string, string>>;

export type Json = Readonly<Record<string, unknown>>;

/** A panel that has no place yet. */
export interface Panel {
  readonly title: string;
  readonly description?: string;
  readonly unit: Unit;
  readonly queries: Queries;
  readonly height: number;
  /** What Grafana wants to know of this kind of panel. */
  readonly kind: {
    type: string;
    instant: boolean;
    defaults?: Json;
    options: Json;
    format?: string;
    transformations?: Json[];
  };
}

export interface Row {
  readonly title: string;
  readonly panels: readonly Panel[];
}

export interface Dashboard {
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  readonly rows: readonly Row[];
}

const LAST_VALUE = { calcs: ['lastNotNull'], fields: '', values: false };

type More = Pick<Panel, 'description'>;

/** Lines over time. */
export function graph(title: string, unit: Unit, queries: Queries, more: More = {}): Panel {
  const options = {
    legend: { displayMode: 'list', placement: 'bottom', showLegend: true, calcs: [] },
    tooltip: { mode: 'multi', sort: 'desc' },
  };
  const defaults = {
    min: 0,
    color: { mode: 'palette-classic' },
    custom: { drawStyle: 'line', lineWidth: 1, fillOpacity: 10, showPoints: 'never', spanNulls: false },
  };
  return { title, unit, queries, ...more, height: 8, kind: { type: 'timeseries', instant: false, defaults, options } };
}

/** One number, with the line that led to it. With `badFrom`, it is green below and red from there on. */
export function stat(title: string, unit: Unit, query: string, more: More & { badFrom?: number } = {}): Panel {
  const { badFrom, description } = more;
  const isJudged = badFrom !== undefined;
  const steps = [
    { color: isJudged ? 'green' : 'blue', value: null },
    ...(isJudged ? [{ color: 'red', value: badFrom }] : []),
  ];
  const options = {
    reduceOptions: LAST_VALUE,
    colorMode: isJudged ? 'background' : 'value',
    graphMode: query.includes('$__range') ? 'none' : 'area',
    justifyMode: 'auto',
    orientation: 'auto',
    textMode: 'auto',
  };
  const defaults = { color: { mode: 'thresholds' }, thresholds: { mode: 'absolute', steps }, ...decimalsOf(unit) };
  const kind = { type: 'stat', instant: query.includes('$__range'), defaults, options };
  return { title, unit, queries: { [title]: query }, ...(description ? { description } : {}), height: 4, kind };
}

/** Numbers beside each other, over the time that is shown. */
export function bars(title: string, unit: Unit, queries: Queries, more: More = {}): Panel {
  const options = {
    reduceOptions: LAST_VALUE,
    displayMode: 'gradient',
    orientation: 'horizontal',
    valueMode: 'color',
    showUnfilled: true,
  };
  const defaults = { min: 0, color: { mode: 'palette-classic' }, ...decimalsOf(unit) };
  return { title, unit, queries, ...more, height: 8, kind: { type: 'bargauge', instant: true, defaults, options } };
}

/** The labels of a metric as columns. */
export function labelTable(title: string, query: string, hidden: readonly string[]): Panel {
  const excludeByName = Object.fromEntries(['Time', 'Value', '__name__', ...hidden].map((name) => [name, true]));
  const transformations = [{ id: 'organize', options: { excludeByName, indexByName: {}, renameByName: {} } }];
  const kind = { type: 'table', instant: true, format: 'table', transformations, options: { showHeader: true } };
  return { title, unit: 'short', queries: { [title]: query }, height: 8, kind };
}

export const row = (title: string, ...panels: Panel[]): Row => ({ title, panels });

/** What is counted is whole, also where Prometheus has estimated it. */
function decimalsOf(unit: Unit): Json {
  return unit === 'short' ? { decimals: 0 } : {};
}
