import { createPrivateKey } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { differences } from './case';
import { edgeCases } from './cases';
import { startEcho, stop } from './echo';
import { limitStories } from './limits';
import { Tokens, type SigningKey } from './tokens';

/**
 * Runs the suite on a gateway that is already there, Kong or the stand-in, and that reads the file of `make edge-file`:
 *   make edge-suite URL=http://localhost:8000
 * It is the upstream itself, at ECHO_PORT (9900), and signs with the first key in JWT_KEYS_DIR.
 */
async function main(base: URL): Promise<number> {
  const tokens = new Tokens(firstKey(process.env['JWT_KEYS_DIR'] || '.local/keys'), Date.now);
  const echo = await startEcho('0.0.0.0', Number(process.env['ECHO_PORT'] || 9900));
  const cases = edgeCases(tokens);
  await startOfMinute();
  const slow = cases.filter(({ isSlow }) => isSlow).map((one) => ({ one, found: differences(base, one) }));
  const runs = [
    ...cases.filter(({ isSlow }) => !isSlow).map((one) => ({ name: one.name, run: () => differences(base, one) })),
    ...limitStories.map((one) => ({ name: one.name, run: () => one.run(base, tokens) })),
    ...slow.map(({ one, found }) => ({ name: one.name, run: () => found })),
  ];
  let failed = 0;
  for (const { name, run } of runs) if (!report(name, await run())) failed += 1;
  await stop(echo);
  process.stdout.write(`${runs.length - failed} of ${runs.length} as expected\n`);
  return failed;
}

function report(name: string, problems: readonly string[]): boolean {
  process.stdout.write(
    `${problems.length === 0 ? 'ok  ' : 'FAIL'} ${name}\n${problems.map((one) => `       ${one}\n`).join('')}`,
  );
  return problems.length === 0;
}

function firstKey(directory: string): SigningKey {
  const [file] = readdirSync(directory)
    .filter((name) => name.endsWith('.pem'))
    .sort();
  if (file === undefined) throw new Error(`there is no <kid>.pem in ${directory}`);
  return { kid: file.replace(/\.pem$/, ''), privateKey: createPrivateKey(readFileSync(join(directory, file))) };
}

/** Limits count by the full minute; a run that begins with one is over before the next, and earlier requests don't count. */
function startOfMinute(): Promise<void> {
  const minute = 60_000;
  return new Promise((resolve) => setTimeout(resolve, minute - (Date.now() % minute)));
}

main(new URL(process.argv[2] ?? 'http://localhost:8000')).then(
  (failed) => (process.exitCode = failed === 0 ? 0 : 1),
  (error: unknown) => {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exitCode = 1;
  },
);
