import { ConsoleLogger, DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { PersistenceModule } from './persistence.module';

/** True where a service is started as `node main.js migrate`: by a job, before the replicas of a new version. */
export function isAskedToMigrate(args: readonly string[] = process.argv): boolean {
  return args[2] === 'migrate';
}

/**
 * Brings a service's schema up to date and nothing else: of its modules only the persistence is started, so the database
 * is all that it needs. Ends with status 1 where that fails.
 */
export async function migrateOnly(service: DynamicModule): Promise<void> {
  const logger = new ConsoleLogger({ json: true });
  try {
    const context = await NestFactory.createApplicationContext(persistenceOf(service), { logger, abortOnError: false });
    await context.close();
  } catch (error) {
    logger.error(`The schema could not be brought up to date: ${String(error)}`);
    process.exitCode = 1;
  }
}

function persistenceOf(service: DynamicModule): DynamicModule {
  const found = (service.imports ?? []).find((it) => 'module' in it && it.module === PersistenceModule);
  if (!found) throw new Error(`${service.module.name} has no PersistenceModule, so there is nothing to migrate.`);
  return found as DynamicModule;
}
