import { Client } from 'pg';
import { urlOf } from './environment';

/** Reads a service's database, as only a test may: the services themselves cannot log in to each other's. */
export async function rowsOf<T extends object>(service: string, sql: string, values: unknown[] = []): Promise<T[]> {
  const url = new URL(urlOf('postgres'));
  url.pathname = `/${service}_db`;
  const client = new Client({ connectionString: url.href });
  // A server that is killed meanwhile must fail the query, not the whole test run.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<T>(sql, values)).rows;
  } finally {
    await client.end();
  }
}
