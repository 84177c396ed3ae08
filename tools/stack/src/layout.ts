import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** Every path the stack uses below its home (`.local` for the system, `.local/test` for tests). */
export interface Layout {
  home: string;
  logs: string;
  run: string;
  state: string;
  plan: string;
  lock: string;
  secrets: string;
  keys: string;
  gatewayConfig: string;
  /** The env files of the containers. */
  compose: string;
}

/** The paths of one stack, all absolute. */
export function layoutOf(home: string): Layout {
  const base = resolve(home);
  const run = join(base, 'run');
  return {
    home: base,
    logs: join(base, 'logs'),
    run,
    state: join(run, 'state.json'),
    plan: join(run, 'plan.json'),
    lock: join(run, 'up.lock'),
    secrets: join(base, 'secrets.json'),
    keys: join(base, 'keys'),
    gatewayConfig: join(run, 'kong.yml'),
    compose: join(base, 'compose'),
  };
}

/** Where server data goes when the servers' own users cannot enter the home (PostgreSQL refuses to run as root). */
export function dataFolderOutsideHome(home: string): string {
  const name = createHash('sha256').update(resolve(home)).digest('hex').slice(0, 12);
  return `/var/lib/tradewind-${name}`;
}

/** The checkout this code runs from, whether compiled (dist/tools/stack/src) or not (tools/stack/src). */
export function projectRoot(from: string = __dirname): string {
  let folder = from;
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error(`No package.json above ${from}`);
    folder = parent;
  }
  return folder;
}
