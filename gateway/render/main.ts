import { outsideIssuer } from '@tradewind/oidc';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { readPublicKeys, type PublicKey } from './keys';
import { readOutsideKeys } from './outside-keys';
import { outsideKeysIn, parseTemplate, render, upstreamHosts } from './render';
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

/** None when no outside issuer is trusted. */
async function outsideKeys(own: readonly PublicKey[], output: string): Promise<PublicKey[]> {
  const issuer = outsideIssuer(process.env);
  if (!issuer) return [];
  const last = existsSync(output) ? outsideKeysIn(parseTemplate(readFileSync(output, 'utf8'))) : [];
  return readOutsideKeys(issuer, own, last, (warning) => process.stderr.write(`${warning}\n`));
}

async function main(): Promise<void> {
  const template = parseTemplate(readFileSync(TEMPLATE, 'utf8'));
  const problems: string[] = [];
  const settings = readSettings(process.env, upstreamHosts(template), problems);
  const own = readPublicKeys(settings.keysDir, problems);
  if (problems.length > 0) throw new BadSettings(problems);
  const keys = [...own, ...(await outsideKeys(own, settings.output))];
  writeWhole(settings.output, render(template, settings, keys));
  process.stdout.write(`${settings.output} written\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
});
