import { createDatabases } from '../stack/src/servers/databases';
import { SERVICES } from '../stack/src/services';
import { passwordSetting } from '../stack/src/docker/env-files';

/** Makes the database and the role of each service on the server of POSTGRES_ADMIN_URL. Safe to repeat. */
async function main(): Promise<void> {
  const databases = SERVICES.flatMap(({ name, database }) =>
    database ? [{ database: database.name, role: database.role, password: required(passwordSetting(name)) }] : [],
  );
  await createDatabases({ adminUrl: required('POSTGRES_ADMIN_URL'), databases });
  process.stdout.write(`${databases.map(({ database }) => database).join(', ')} are there\n`);
}

function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set`);
  return value;
}

main().catch((error: unknown) => {
  process.stderr.write(`The databases were not made: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
