import { join } from 'node:path';
import { readArguments } from './args';
import { clean } from './commands/clean';
import { doctor } from './commands/doctor';
import { down } from './commands/down';
import { kill } from './commands/kill';
import { logs } from './commands/logs';
import { rotateKeys } from './commands/rotate-keys';
import { servers } from './commands/servers';
import { status } from './commands/status';
import { up } from './commands/up';
import { reportAndExit } from './output';
import { projectRoot } from './layout';
import { loadSettings } from './settings';

async function main(): Promise<void> {
  const { command, home, app, freePorts, json, signsIn } = readArguments(
    process.argv.slice(2),
    join(projectRoot(), '.local'),
  );
  switch (command) {
    case 'up':
      return up(home, loadSettings());
    case 'down':
      return down(home);
    case 'servers':
      return servers(home, freePorts, loadSettings());
    case 'status':
      return status(home);
    case 'kill':
      return kill(home, app);
    case 'rotate-keys':
      return rotateKeys(home, signsIn);
    case 'logs':
      return logs(home, app, json);
    case 'doctor':
      return doctor(home, loadSettings());
    case 'clean':
      return clean(home);
  }
}

// `make logs | head` closes the pipe early; that is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

main().catch(reportAndExit);
