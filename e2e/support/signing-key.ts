import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { containersOf } from '../../tools/stack/src/docker/containers';
import { run } from '../../tools/stack/src/docker/run';
import { layoutOf } from '../../tools/stack/src/layout';
import { isInContainers } from '../../tools/stack/src/state';
import { stackState } from './environment';

/** A private key of the user service: from the folder that a native system has for them, or out of its container. */
export function signingKey(kid: string): string {
  const state = stackState();
  if (!isInContainers(state)) return readFileSync(join(layoutOf(state.home).keys, `${kid}.pem`), 'utf8');
  const user = containersOf(state.project).find(({ service }) => service === 'user');
  const read = `process.stdout.write(fs.readFileSync(process.env.JWT_KEYS_DIR + '/${kid}.pem'))`;
  const { ok, stdout, complaint } = run(['docker', 'exec', user?.id ?? '', 'node', '-e', read]);
  if (!ok) throw new Error(`The key ${kid} cannot be read: ${complaint}`);
  return stdout;
}
