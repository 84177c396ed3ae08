import { rowsOf } from './databases';

interface Table {
  readonly name: string;
  /** How many rows it has, and which transaction was the last to write one. */
  readonly state: string;
}

/** Is written every few seconds, whether or not anything happens. */
const BY_ITSELF = ['saga_watch'];

/** What every table of a service's database holds, short enough to compare; but for those named. */
export async function tablesOf(service: string, except: readonly string[] = []): Promise<Record<string, string>> {
  const names = await rowsOf<{ name: string }>(
    service,
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> ALL ($1) ORDER BY 1`,
    [[...BY_ITSELF, ...except]],
  );
  if (names.length === 0) return {};
  const states = names.map(
    ({ name }) =>
      `SELECT '${name}' AS name, count(*) || ' rows, last by ' || coalesce(max(xmin::text::bigint), 0) AS state FROM "${name}"`,
  );
  const tables = await rowsOf<Table>(service, states.join(' UNION ALL '));
  return Object.fromEntries(tables.map(({ name, state }) => [name, state]));
}
