import { Supervisor } from './supervisor';

/** The detached process behind `make up`: SIGHUP reads the plan again, SIGTERM stops everything. */
async function main(planPath: string): Promise<void> {
  const supervisor = new Supervisor(planPath);
  const stop = (): void => void supervisor.stop().then(() => process.exit(0));
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  const started = supervisor.run();
  process.on('SIGHUP', () => void started.then(() => supervisor.reload()));
  if (!(await started)) process.exitCode = 1;
}

void main(process.argv[2] ?? '');
