import { reportAndExit, say } from '../stack/src/output';
import { AdminApi } from './api';
import { readArguments } from './arguments';
import { COMMANDS } from './commands';
import { help } from './help';
import { placeOf } from './place';
import { json } from './rendering/text';

/** `npm run ops -- <command>`: what operators do, as tables or as JSON. All of it is the API's; nothing is decided here. */
async function main(): Promise<void> {
  const given = readArguments(process.argv.slice(2));
  if (!given) return help().forEach((line) => say(line));
  const api = new AdminApi(placeOf(given.home));
  const { body, lines, refused } = await COMMANDS[given.command](api, given);
  for (const line of given.json ? [json(body)] : lines()) say(line);
  if (refused) process.exitCode = 1;
}

// `npm run ops -- sagas | head` closes the pipe early; that is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

main().catch(reportAndExit);
