import { layoutOf } from '../layout';
import { done, note, paint, say, table } from '../output';
import { rabbitmqLogin } from '../servers/rabbitmq';
import { type RunningStack, startStack } from '../stack';
import type { Settings } from '../settings';
import type { StackState } from '../state';
import { stopStack } from '../stop';
import { TerminalWatcher } from '../terminal-watcher';

/** Brings the whole system up, or completes it, and prints where everything is. */
export async function up(home: string, settings: Settings): Promise<void> {
  const begun = Date.now();
  const watcher = new TerminalWatcher();
  note('Starting Tradewind natively: servers first, then the services in parallel ...');
  try {
    const stack = await startStack({ home, ports: 'default', apps: 'all', durable: true, settings }, watcher);
    done(paint('bold', stack.startedHere ? 'Tradewind is up' : 'Tradewind was up; it is complete'), Date.now() - begun);
    printAddresses(stack);
  } catch (error) {
    if (watcher.mustCleanUp) await stopStack(layoutOf(home), watcher.note);
    throw error;
  } finally {
    watcher.close();
  }
}

function printAddresses({ state, admin }: RunningStack): void {
  say();
  for (const line of table(addressRows(state))) say(`      ${line}`);
  say();
  if (state.urls.user) say(`      ADMIN       ${admin.email}  password ${admin.password}`);
  say('      make logs   follows the logs (APP=order: of one app);  make down   stops everything');
}

/** One row per address; the gateway, which most people want, first. */
export function addressRows({ urls }: Pick<StackState, 'urls'>): string[][] {
  const { postgres, rabbitmq, rabbitmqUi, redis, gateway, ...services } = urls;
  const login = rabbitmqUi === undefined ? undefined : rabbitmqLogin(rabbitmqUi);
  return [
    ...(gateway ? [['gateway', `${gateway}/api`]] : []),
    ...Object.entries(services),
    ...(login ? [['RabbitMQ UI', `${login.url}  user ${login.user}  password ${login.password}`]] : []),
    ...(rabbitmq ? [['RabbitMQ', rabbitmq]] : []),
    ...(postgres ? [['PostgreSQL', postgres]] : []),
    ...(redis ? [['Redis', redis]] : []),
  ];
}
