import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runJob } from '../stack/src/docker/jobs';
import { StackError } from '../stack/src/errors';
import { projectRoot } from '../stack/src/layout';
import { done, note, reportAndExit, say } from '../stack/src/output';
import { CATALOG } from './catalog';
import { CUSTOMER, signIn } from './customer';
import type { Http } from '../shared/http';
import { nextSteps } from './next-steps';
import { type Played, play } from './play';
import { drawn } from './report';
import { SCENES } from './scenes';
import { type Seeded, seed } from './seed';
import { type System, runningSystem } from '../shared/system';
import { complaintsAbout } from './verdict';

interface Act {
  readonly played: Played;
  readonly complaints: readonly string[];
}

/** `make demo`: loads a catalog, places four orders through the gateway, and shows what each saga did. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { home: { type: 'string' } } });
  const begun = Date.now();
  const system = runningSystem(values.home ?? join(projectRoot(), '.local'));
  say();
  await prepare(system);
  const shop = await enter(system.gateway);
  const acts = await performed(shop);
  conclude(acts, Date.now() - begun);
  for (const line of nextSteps(system, acts[0]?.played.order.id ?? '')) say(line);
}

async function prepare(system: System): Promise<void> {
  const begun = Date.now();
  const { newProducts, newItems } = await stocked(system);
  const categories = new Set(CATALOG.map(({ category }) => category)).size;
  const news = `${newProducts} new products, ${newItems} new in stock`;
  done(`catalog    ${CATALOG.length} products in ${categories} categories (${news})`, Date.now() - begun);
}

/** In containers nothing but the gateway is published, so what seeds them runs in one, too. */
function stocked({ behind, admin }: System): Seeded | Promise<Seeded> {
  return 'engine' in behind ? runJob<Seeded>(behind, 'seed') : seed(behind, admin);
}

async function enter(gateway: Http): Promise<Http> {
  const begun = Date.now();
  const { shop, isNew } = await signIn(gateway);
  done(
    `customer   ${CUSTOMER.email} ${isNew ? 'registered and ' : ''}logged in at ${gateway.address}`,
    Date.now() - begun,
  );
  return shop;
}

/** One order after the other, so that each box tells of its own order only. */
async function performed(shop: Http): Promise<Act[]> {
  const acts: Act[] = [];
  for (const [index, scene] of SCENES.entries()) {
    const played = await play(shop, scene);
    const complaints = complaintsAbout(played);
    acts.push({ played, complaints });
    say();
    for (const line of drawn(index + 1, played, complaints)) say(line);
  }
  say();
  return acts;
}

function conclude(acts: readonly Act[], ms: number): void {
  const wrong = acts.filter(({ complaints }) => complaints.length > 0);
  if (wrong.length === 0) return done(`All ${acts.length} orders ended as they had to, and the stock agrees`, ms);
  const advice = wrong.flatMap(({ played, complaints }) =>
    complaints.map((complaint) => `${played.order.order_number} (${played.scene.title}): ${complaint}`),
  );
  note('Did somebody else order, or change stock, meanwhile? The logs: make logs');
  throw new StackError(`${wrong.length} of ${acts.length} orders ended otherwise than they had to.`, advice);
}

// `make demo | head` closes the pipe early; that is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

main().catch(reportAndExit);
