import { parseArgs } from 'node:util';
import { KeyFolder } from '../infrastructure/tokens/key-folder';
import { rotateKeys, withdrawKey } from '../infrastructure/tokens/key-rotation';

const USAGE = `Usage: keys ensure | keys rotate [--signs-in SECONDS] | keys withdraw KID
  ensure    makes the first key where JWT_KEYS_DIR has none, as the service does at its start
  rotate    adds a key that signs from then on (60 s), removes keys whose tokens have all expired; prints what it did
  withdraw  removes a key that does not sign yet`;

/** The keys that sign access tokens, for whoever runs the system: see "Rotating keys" in the README. */
function main(): void {
  const { positionals, values } = parseArgs({ allowPositionals: true, options: { 'signs-in': { type: 'string' } } });
  const [command, kid] = positionals;
  const folder = new KeyFolder(process.env['JWT_KEYS_DIR'] || '.local/keys');
  if (command === 'ensure') return folder.ensureKey();
  if (command === 'rotate') {
    const rotation = rotateKeys(folder, new Date(), Number(values['signs-in'] ?? 60));
    return void process.stdout.write(`${JSON.stringify(rotation)}\n`);
  }
  if (command !== 'withdraw' || kid === undefined) throw new Error(USAGE);
  if (!withdrawKey(folder, kid, new Date())) throw new Error(`${kid} signs already: rotate once more instead`);
}

try {
  main();
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
