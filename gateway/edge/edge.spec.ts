import { createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { parseTemplate, render, upstreamHosts } from '../render/render';
import { readSettings } from '../render/settings';
import { parseDeclaration } from '../stand-in/declaration/declaration';
import { StandIn } from '../stand-in/server';
import { differences } from './case';
import { edgeCases } from './cases';
import { addressOf, startEcho, stop } from './echo';
import { limitStories } from './limits';
import { newKey, Tokens, type SigningKey } from './tokens';

/** The middle of a minute, which does not pass: no limit starts again while the cases run. */
const NOW = Date.UTC(2026, 0, 15, 12, 0, 20);

// 32 MiB take a while on a busy machine.
jest.setTimeout(30_000);

describe('The edge, at the stand-in for Kong', () => {
  const key = newKey('k-2026-01');
  const tokens = new Tokens(key, () => NOW);
  let echo: Server;
  let gateway: StandIn;
  let base: URL;

  beforeAll(async () => {
    echo = await startEcho('127.0.0.1', 0);
    const declaration = parseDeclaration(rendered(addressOf(echo), await nobodysAddress(), key));
    gateway = new StandIn(declaration, { logLevel: 'silent', errorType: 'text/plain', now: () => NOW });
    base = await gateway.listen('127.0.0.1', 0);
  });
  afterAll(async () => {
    await gateway.close();
    await stop(echo);
  });

  it.each(edgeCases(tokens).map((edgeCase) => [edgeCase.name, edgeCase] as const))('%s', async (_name, edgeCase) => {
    expect(await differences(base, edgeCase)).toEqual([]);
  });

  it.each(limitStories.map((story) => [story.name, story] as const))('%s', async (_name, story) => {
    expect(await story.run(base, tokens)).toEqual([]);
  });
});

function rendered(echo: URL, nobody: URL, { kid, privateKey }: SigningKey): string {
  const template = parseTemplate(readFileSync(join(__dirname, '../kong.yml'), 'utf8'));
  const hosts = upstreamHosts(template);
  const upstreams = Object.fromEntries(hosts.map((host) => [`${host.toUpperCase()}_URL`, echo.origin]));
  const pem = createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }) as string;
  const settings = readSettings({ ...upstreams, PAYMENT_URL: nobody.origin }, hosts, []);
  // Who waits for a service that is silent should not wait for long here.
  return render(template, settings, [{ kid, pem }]).replace(/^( *read_timeout): 10000$/gm, '$1: 1000');
}

async function nobodysAddress(): Promise<URL> {
  const gone = await startEcho('127.0.0.1', 0);
  const address = addressOf(gone);
  await stop(gone);
  return address;
}
