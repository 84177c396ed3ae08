import { readFileSync } from 'node:fs';
import { get } from 'node:http';
import type { ImageParts } from './parts';

/** The health check of an image, which has no curl: ends with 0 if the app that runs beside it can serve. */
const ANSWER_WITHIN_MS = 4_000;

function check({ health }: ImageParts): void {
  if (!health) return;
  const port = Number(process.env['PORT'] || health.port);
  const request = get({ port, path: health.path, timeout: ANSWER_WITHIN_MS, agent: false }, (answer) => {
    answer.resume();
    if (answer.statusCode !== 200) fail(`${answer.statusCode}`);
  });
  request.once('timeout', () => request.destroy(new Error('no answer')));
  request.once('error', (error) => fail(error.message));
}

/** What is written here is shown by `docker inspect`. */
function fail(reason: string): void {
  process.stdout.write(`${reason}\n`);
  process.exitCode = 1;
}

check(JSON.parse(readFileSync('image.json', 'utf8')) as ImageParts);
