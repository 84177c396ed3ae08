import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildDigest } from '../apps';
import { StackError } from '../errors';
import { readJson, writeJson } from '../files';
import { type Layout, projectRoot } from '../layout';
import { done, note } from '../output';
import type { Watcher } from '../watch';
import type { Compose } from './compose';
import type { ComposeService } from './model';
import { run } from './run';

/** All that an image is made of, as .dockerignore lets it in. */
const FILES = ['Dockerfile', '.dockerignore', 'package.json', 'package-lock.json', '.npmrc', '.swcrc'];
const FOLDERS = ['apps', 'libs', 'gateway', 'tools'];

/** What was built last: with the same sources there is nothing to do, and even a build from the cache takes seconds. */
interface Built {
  readonly sources: string;
  /** The id of each image by its name. */
  readonly images: Record<string, string>;
}

/** One image after the other: the first builds what all share, the others take it from the cache. */
export async function buildImages(
  compose: Compose,
  services: readonly ComposeService[],
  layout: Layout,
  watcher: Watcher,
): Promise<void> {
  const path = join(layout.run, 'images.json');
  const sources = [...FILES.map((file) => digestOf(join(projectRoot(), file))), buildDigest(FOLDERS)].join();
  const last = readJson<Built>(path);
  const images = last?.sources === sources ? { ...last.images } : {};
  // Several services may share an image.
  const byImage = new Map(services.filter(({ isBuilt }) => isBuilt).map(({ image, name }) => [image, name]));
  for (const [image, name] of byImage) {
    watcher.throwIfInterrupted();
    if (images[image] !== undefined && images[image] === idOf(image)) continue;
    await buildOne(compose, name, image, join(layout.logs, `build-${name}.log`));
    images[image] = idOf(image);
    writeJson(path, { sources, images } satisfies Built);
  }
}

async function buildOne(compose: Compose, service: string, image: string, log: string): Promise<void> {
  const begun = Date.now();
  note(`Building ${image} ...`);
  if (!(await compose.start(log, 'build', service))) {
    throw new StackError(`The image ${image} could not be built.`, [`See ${log}; then run make up again.`]);
  }
  done(image, Date.now() - begun);
}

function digestOf(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex').slice(0, 16);
}

/** An id that is no image's, where there is none. */
function idOf(image: string): string {
  return run(['docker', 'image', 'inspect', '--format', '{{.Id}}', image]).stdout.trim() || 'not there';
}
