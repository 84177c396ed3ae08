import { newId } from '@tradewind/kernel';
import { eventually } from '@tradewind/testing';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../tools/stack/src/layout';
import { findProgram } from '../tools/stack/src/machine/programs';
import { RABBITMQ } from '../tools/stack/src/servers/rabbitmq';
import { GATEWAY_STATUS, SERVICES } from '../tools/stack/src/services';
import { anonymous } from './support/api';
import { areContainersTested, nativePorts } from './support/environment';
import { releaseCommand, sendCommands } from './support/intruder';
import { placeOrder } from './support/orders';
import { admin, newCustomer } from './support/people';
import { Prometheus, type Sample } from './support/prometheus';
import { newProduct } from './support/shop';

jest.setTimeout(120_000);

interface PanelFile {
  readonly title: string;
  readonly targets?: readonly { readonly expr: string; readonly legendFormat: string }[];
}

interface DashboardFile {
  readonly title: string;
  readonly panels: readonly PanelFile[];
}

interface Question {
  /** Dashboard, panel and series. */
  readonly asked: string;
  readonly query: string;
}

/** Panels that have nothing but their 0 to show while all is well. */
const QUIET = [
  'Alerts firing',
  'Answered with 5xx',
  'Down',
  'Queues without a consumer',
  'Requests answered with 5xx, by route',
];

const SEEN_WITHIN_MS = 60_000;
const LOOK_EVERY_MS = 1_000;

const program = findProgram('prometheus');
const whyNot = areContainersTested()
  ? 'containers have a Prometheus of their own, and publish none of these ports'
  : 'there is no Prometheus; apt-get install prometheus brings it';
const canRun = program !== undefined && !areContainersTested();
const withPrometheus = canRun ? describe : describe.skip;
const orWhyNot = canRun ? '' : ` (skipped: ${whyNot})`;

withPrometheus(`what a real Prometheus sees of the system${orWhyNot}`, () => {
  let prometheus: Prometheus;

  beforeAll(async () => {
    prometheus = await Prometheus.start(program!, watchedPorts());
    await everyTargetIsUp();
    await someBusiness();
  });

  afterAll(async () => {
    await prometheus?.stop();
    const all = { all: true, note: 'sent by a test' };
    await (await admin()).post('/api/dead-letters/inventory.commands/discard', all).expect(200);
  });

  const everyTargetIsUp = (): Promise<void> =>
    eventually(
      async () => {
        const targets = await prometheus.targets();
        expect(targets.filter(({ health }) => health !== 'up')).toEqual([]);
        const services = targets.map(({ labels }) => labels.service).filter(Boolean);
        expect(services).toEqual(expect.arrayContaining(SERVICES.map(({ name }) => name)));
      },
      SEEN_WITHIN_MS,
      LOOK_EVERY_MS,
    );

  it('is something in every panel of every dashboard', async () => {
    await eventually(
      async () => {
        const answers = await Promise.all(questions().map(async (one) => ({ ...one, says: await ask(one.query) })));
        expect(answers.filter(({ says }) => says !== 'data')).toEqual([]);
      },
      SEEN_WITHIN_MS,
      LOOK_EVERY_MS,
    );
  });

  it('is a share of failures, of orders and of all requests', async () => {
    await eventually(async () => {
      const sli = await prometheus.query('sli:errors:ratio_rate5m');
      expect(sli.map(({ metric }) => metric.sli).sort()).toEqual(['http', 'orders']);
    }, SEEN_WITHIN_MS);
  });

  it('is enough for every alert to be judged, and to tell of the dead letter', async () => {
    await eventually(async () => {
      const rules = await prometheus.rules();
      expect(rules.filter(({ health }) => health !== 'ok')).toEqual([]);
      expect(await prometheus.query('ALERTS{alertname="DeadLetters",queue="inventory.commands.dead"}')).toHaveLength(1);
    }, SEEN_WITHIN_MS);
    const asked = new Set((await prometheus.rules()).flatMap(({ query }) => metricsIn(query)));
    const unknown = await Promise.all(
      [...asked].map(async (name) => ((await prometheus.query(name)).length > 0 ? [] : name)),
    );
    // Nobody checks the invariants yet.
    expect(unknown.flat()).toEqual(['invariant_violations']);
  });

  it('can be asked for as the runbook says', async () => {
    const runbook = readFileSync(join(projectRoot(), 'docs/runbook.md'), 'utf8');
    const blocks = [...runbook.matchAll(/^```promql\n(.+?)\n```$/gms)].map(([, block]) => block!.split('\n'));
    const failing = await Promise.all(blocks.flat().map((query) => prometheus.query(query).then(() => [], String)));
    expect(failing.flat()).toEqual([]);
    expect(blocks.length).toBeGreaterThan(0);
  });

  /** Whether a panel would show something: a number, not only what cannot be computed. */
  async function ask(query: string): Promise<string> {
    try {
      const samples = await prometheus.query(query);
      return samples.some(isNumber) ? 'data' : `${samples.length} series without a number`;
    } catch (error) {
      return String(error);
    }
  }
});

const isNumber = ({ value: [, value] }: Sample): boolean => value !== 'NaN';

/** Some of everything that the dashboards show. */
async function someBusiness(): Promise<void> {
  const [customer, product] = [await newCustomer('Ada'), await newProduct({ stock: 10 })];
  for (const paymentMethod of ['pm_card_visa', 'pm_card_declined', 'pm_card_visa', 'pm_card_error']) {
    await placeOrder(customer, { product, paymentMethod });
  }
  await placeOrder(customer, { product, quantity: 1_000 });
  await anonymous().get('/api/orders').expect(401);
  await customer.api.get(`/api/orders/${newId()}`).expect(404);
  const command = releaseCommand(newId());
  await sendCommands('inventory', command, command, { id: newId(), content: 'poison' });
}

/** The ports of what Prometheus watches, by the documented ones. */
function watchedPorts(): Record<number, number | undefined> {
  const ports = nativePorts();
  return {
    ...Object.fromEntries([...SERVICES, GATEWAY_STATUS].map(({ name, port }) => [port, ports[name]])),
    [RABBITMQ.ports['rabbitmq-metrics']]: ports['rabbitmq-metrics'],
  };
}

/**
 * Each query of each panel as Grafana would send it: over two minutes, of all services. Once more without the 0 that it
 * falls back to, or a misspelt name would never be noticed.
 */
function questions(): Question[] {
  return panelsOfAll().flatMap(({ dashboard, title, targets = [] }) =>
    targets.flatMap(({ expr, legendFormat }) => {
      const query = expr.replaceAll(/\$__(rate_interval|range)/g, '2m').replaceAll('$service', '.+');
      const own = QUIET.includes(title) ? [] : [query.replace(/ or on\(\) .*$/, '')];
      return [...new Set([query, ...own])].map((one) => ({
        asked: `${dashboard}: ${title}: ${legendFormat}`,
        query: one,
      }));
    }),
  );
}

function panelsOfAll(): (PanelFile & { readonly dashboard: string })[] {
  const folder = join(projectRoot(), 'monitoring/grafana/dashboards');
  return readdirSync(folder).flatMap((file) => {
    const dashboard = JSON.parse(readFileSync(join(folder, file), 'utf8')) as DashboardFile;
    return dashboard.panels.map((panel) => ({ ...panel, dashboard: dashboard.title }));
  });
}

/** The metrics that a rule asks for: its names that are no operators or functions, and stand in no braces or brackets. */
function metricsIn(query: string): string[] {
  const bare = query.replaceAll(/\{[^}]*\}|\[[^\]]*\]|\bby ?\([^)]*\) ?|\b\d+[mhd]\b/g, '');
  const names = [...bare.matchAll(/[a-z_][\w:]*(?! ?\(|[\w:])/g)].map(([name]) => name);
  return names.filter((name) => !['and', 'or', 'unless', 'offset'].includes(name));
}
