import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { removeContainers } from '../docker/commands';
import { lastContainers } from '../docker/last';
import { dataFolderOutsideHome, layoutOf, projectRoot } from '../layout';
import { done, note } from '../output';
import { stopStack } from '../stop';

/** Stops everything and removes all that the stack and the build have written, data included. */
export async function clean(home: string): Promise<void> {
  const containers = lastContainers(layoutOf(home));
  if (containers) removeContainers(containers);
  for (const each of [join(home, 'test'), home]) await removeStack(each);
  for (const folder of ['dist', 'coverage']) rmSync(join(projectRoot(), folder), { recursive: true, force: true });
  done('Removed: data, logs, keys, passwords, build and coverage (node_modules stays).');
}

/** Stops one stack and removes its home and its data, wherever that is. */
export async function removeStack(home: string): Promise<void> {
  await stopStack(layoutOf(home), note);
  const outside = dataFolderOutsideHome(home);
  if (existsSync(outside)) rmSync(outside, { recursive: true, force: true });
  rmSync(home, { recursive: true, force: true });
}
