import { join } from 'node:path';
import { readArguments } from './args';
import { down } from './commands/down';
import { servers } from './commands/servers';
import { StackError } from './errors';
import { projectRoot } from './layout';
import { failed, say } from './output';
import { loadSettings } from './settings';

async function main(): Promise<void> {
  const { command, home, freePorts } = readArguments(process.argv.slice(2), join(projectRoot(), '.local'));
  switch (command) {
    case 'down':
      return down(home);
    case 'servers':
      return servers(home, freePorts, loadSettings());
    default:
      throw new StackError('soon');
  }
}

main().catch((error: unknown) => {
  if (!(error instanceof StackError)) throw error;
  failed(error.message);
  for (const line of error.advice) say(`      ${line}`);
  process.exitCode = 1;
});
