import { eventually } from '@tradewind/testing';
import { unfinishedBusiness } from './books';
import { queuesAreEmpty } from './broker';
import { rowsOf } from './databases';
import { services } from './openapi/documents';

interface Table {
  readonly name: string;
  /** How many rows it has, and which transaction was the last to write one. */
  readonly state: string;
}

/** What every table holds, by the name of its service, short enough to compare. */
export type Tables = Readonly<Record<string, readonly Table[]>>;

/** Is written every few seconds, whether or not anything happens. */
const BY_ITSELF = ['saga_watch', 'login_attempts'];

const QUIET_WITHIN_MS = 60_000;
const QUIET_FOR_MS = 500;

const names = new Map<string, readonly string[]>();

export async function tables(of: readonly string[] = services()): Promise<Tables> {
  return Object.fromEntries(await Promise.all(of.map(async (service) => [service, await tablesOf(service)] as const)));
}

/** The tables once nothing writes to them any more: no saga runs, no message is on its way. */
export async function tablesAtRest(of: readonly string[] = services()): Promise<Tables> {
  await eventually(async () => expect(await unfinishedBusiness()).toEqual([]), QUIET_WITHIN_MS, QUIET_FOR_MS);
  await queuesAreEmpty();
  let last: Tables = {};
  const look = async (): Promise<Tables> => {
    const before = last;
    last = await tables(of);
    expect(last).toEqual(before);
    return last;
  };
  return eventually(look, QUIET_WITHIN_MS, QUIET_FOR_MS);
}

async function tablesOf(service: string): Promise<readonly Table[]> {
  const known = names.get(service) ?? (await namesOf(service));
  names.set(service, known);
  if (known.length === 0) return [];
  const states = known.map(
    (name) =>
      `SELECT '${name}' AS name, count(*) || ' rows, last by ' || coalesce(max(xmin::text::bigint), 0) AS state FROM "${name}"`,
  );
  return rowsOf<Table>(service, states.join(' UNION ALL '));
}

/** None, where a service has no database. */
async function namesOf(service: string): Promise<readonly string[]> {
  const found = await rowsOf('user', 'SELECT 1 FROM pg_database WHERE datname = $1', [`${service}_db`]);
  if (found.length === 0) return [];
  const sql = `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> ALL ($1) ORDER BY 1`;
  return (await rowsOf<{ name: string }>(service, sql, [BY_ITSELF])).map(({ name }) => name);
}
