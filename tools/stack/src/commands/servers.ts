import { layoutOf } from '../layout';
import { say } from '../output';
import { type RunningStack, startStack } from '../stack';
import type { Settings } from '../settings';
import { stopStack } from '../stop';
import { TerminalWatcher } from '../terminal-watcher';

/** Starts only the servers, for working on one app or its integration tests by hand; prints what the tests need. */
export async function servers(home: string, freePorts: boolean, settings: Settings): Promise<void> {
  const watcher = new TerminalWatcher();
  const ports = freePorts ? 'free' : 'default';
  try {
    const wish = { home, ports, apps: 'none', durable: false, settings, ownServers: true } as const;
    const stack = await startStack(wish, watcher);
    for (const [name, value] of Object.entries(testServerSettings(stack))) say(`export ${name}=${value}`);
  } catch (error) {
    if (watcher.mustCleanUp) await stopStack(layoutOf(home), watcher.note);
    throw error;
  } finally {
    watcher.close();
  }
}

/** The addresses under which integration tests find their servers. */
export function testServerSettings({ state }: RunningStack): Record<string, string> {
  return {
    TEST_POSTGRES_ADMIN_URL: state.urls.postgres ?? '',
    TEST_RABBITMQ_URL: state.urls.rabbitmq ?? '',
    TEST_REDIS_URL: state.urls.redis ?? '',
    TEST_RABBITMQ_MANAGEMENT_URL: state.urls.rabbitmqUi ?? '',
  };
}
