import { ConsoleLogger, DynamicModule, Logger, Provider } from '@nestjs/common';
import { migrateDatabase, PERSISTENCE_OPTIONS, PersistenceModule, type PersistenceOptions } from './persistence.module';

/** True where a service is started as `node main.js migrate`: by a job, before the replicas of a new version. */
export function isAskedToMigrate(args: readonly string[] = process.argv): boolean {
  return args[2] === 'migrate';
}

/**
 * Brings a service's schema up to date and starts nothing of it, so its database is all that it needs. Ends with status 1
 * where that fails.
 */
export async function migrateOnly(service: DynamicModule): Promise<void> {
  Logger.overrideLogger(new ConsoleLogger({ json: true }));
  try {
    await migrateDatabase(persistenceOf(service));
    new Logger('Migrations').log('The schema is up to date');
  } catch (error) {
    new Logger('Migrations').error(`The schema could not be brought up to date: ${String(error)}`);
    process.exitCode = 1;
  }
}

function persistenceOf({ module, imports = [] }: DynamicModule): PersistenceOptions {
  const persistence = imports.find((it) => 'module' in it && it.module === PersistenceModule) as
    DynamicModule | undefined;
  const options = persistence?.providers?.find(isOptions);
  if (!options) throw new Error(`${module.name} has no PersistenceModule, so there is nothing to migrate.`);
  return options.useValue;
}

function isOptions(provider: Provider): provider is { provide: symbol; useValue: PersistenceOptions } {
  return 'provide' in provider && provider.provide === PERSISTENCE_OPTIONS;
}
