import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { readPublicKeys } from './keys';
import { parseTemplate, render, upstreamHosts } from './render';
import { BadSettings, readSettings } from './settings';

const TEMPLATE = 'gateway/kong.yml';

/** Kong may be reading the old file right now: a rename shows it either the old one or the new one, whole. */
function writeWhole(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}.tmp`;
  writeFileSync(draft, text);
  chmodSync(draft, 0o644);
  renameSync(draft, path);
}

function main(): void {
  const template = parseTemplate(readFileSync(TEMPLATE, 'utf8'));
  const problems: string[] = [];
  const settings = readSettings(process.env, upstreamHosts(template), problems);
  const keys = readPublicKeys(settings.keysDir, problems);
  if (problems.length > 0) throw new BadSettings(problems);
  writeWhole(settings.output, render(template, settings, keys));
  process.stdout.write(`${settings.output} written\n`);
}

try {
  main();
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
