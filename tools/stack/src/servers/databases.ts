import { Client, escapeIdentifier, escapeLiteral } from 'pg';
import type { DatabasePlan, ServiceDatabase } from '../plan';

/** Makes each service's role and database, and shuts every database to all roles but its own. Safe to repeat. */
export async function createDatabases(plan: DatabasePlan): Promise<void> {
  const client = new Client({ connectionString: plan.adminUrl });
  await client.connect();
  try {
    for (const wanted of plan.databases) await createDatabase(client, wanted);
  } finally {
    await client.end();
  }
}

async function createDatabase(client: Client, { database, role, password }: ServiceDatabase): Promise<void> {
  const [roleName, databaseName] = [escapeIdentifier(role), escapeIdentifier(database)];
  const verb = (await exists(client, 'pg_roles', 'rolname', role)) ? 'ALTER' : 'CREATE';
  await client.query(`${verb} ROLE ${roleName} LOGIN PASSWORD ${escapeLiteral(password)}`);
  if (!(await exists(client, 'pg_database', 'datname', database))) {
    // Managed PostgreSQL's admin is no superuser and must belong to a role to give it a database.
    await client.query(`GRANT ${roleName} TO CURRENT_USER`);
    await client.query(`CREATE DATABASE ${databaseName} OWNER ${roleName}`);
  }
  await client.query(`REVOKE ALL ON DATABASE ${databaseName} FROM PUBLIC`);
}

async function exists(client: Client, catalog: string, column: string, name: string): Promise<boolean> {
  const { rowCount } = await client.query(`SELECT 1 FROM ${catalog} WHERE ${column} = $1`, [name]);
  return rowCount !== 0;
}
