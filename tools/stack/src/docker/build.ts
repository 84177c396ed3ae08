import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { buildDigest } from '../apps';
import { StackError } from '../errors';
import { readJson, readText, writeJson } from '../files';
import { type Layout, projectRoot } from '../layout';
import { done } from '../output';
import { type Watcher, lastLines } from '../watch';
import type { Compose } from './compose';
import type { ComposeService } from './model';
import { run } from './run';

/** All that an image is made of, as .dockerignore lets it in. */
const FILES = ['Dockerfile', '.dockerignore', 'package.json', 'package-lock.json', '.npmrc', '.swcrc'];
const FOLDERS = ['apps', 'libs', 'gateway', 'tools'];

const POLL_MS = 200;
const NOTE_EVERY_MS = 15_000;
const LONGEST_STEP = 60;
const LOG_LINES = 25;

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
    await buildOne(compose, { service: name, image, log: join(layout.logs, `build-${name}.log`) }, watcher);
    images[image] = idOf(image);
    writeJson(path, { sources, images } satisfies Built);
  }
}

async function buildOne(
  compose: Compose,
  { service, image, log }: { service: string; image: string; log: string },
  watcher: Watcher,
): Promise<void> {
  const begun = Date.now();
  watcher.note(`Building ${image} ...`);
  if (!(await follow(compose.start(log, 'build', service), log, watcher))) throw failure(image, log);
  done(image, Date.now() - begun);
}

/** Waits for a build; tells every few seconds what it is at. */
async function follow(build: Promise<boolean>, log: string, watcher: Watcher): Promise<boolean> {
  const begun = Date.now();
  let noted = begun;
  let ended: boolean | undefined;
  void build.then((ok) => (ended = ok));
  for (; ended === undefined; await sleep(POLL_MS)) {
    watcher.throwIfInterrupted();
    if (Date.now() - noted < NOTE_EVERY_MS) continue;
    noted = Date.now();
    watcher.note(`${lastStep(readText(log) ?? '')} (${Math.round((noted - begun) / 1000)} s)`);
  }
  return ended;
}

/** The instruction that a build is at, as the builder tells it: `Step 5/28 : RUN npm ci`, with BuildKit `#9 [stage 3/5] RUN npm ci`. */
export function lastStep(log: string): string {
  const steps = log.matchAll(/^(?:Step \d+\/\d+ : |#\d+ \[[^\]]+\] )([A-Z].*)$/gm);
  const [step = ''] = ([...steps].at(-1)?.[1] ?? 'still building').split(' && ');
  return step.length > LONGEST_STEP ? `${step.slice(0, LONGEST_STEP)} ...` : step;
}

function failure(image: string, log: string): StackError {
  const tail = lastLines(readText(log) ?? '', LOG_LINES).map((line) => `  | ${line}`);
  return new StackError(`The image ${image} could not be built.`, [
    `The end of ${log}:`,
    ...tail,
    'Correct the cause and run make up again.',
  ]);
}

function digestOf(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex').slice(0, 16);
}

/** An id that is no image's, where there is none. */
function idOf(image: string): string {
  return run(['docker', 'image', 'inspect', '--format', '{{.Id}}', image]).stdout.trim() || 'not there';
}
