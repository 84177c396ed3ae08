import { once } from 'node:events';
import type { Server } from 'node:http';
import { keysOf, readDeclaration } from './declaration/file';
import { GatewayMetrics } from './metrics';
import { reloadFrom } from './reload';
import { StandIn } from './server';
import { readSettings } from './settings';
import { statusServer } from './status';

/** Held requests and event streams get this long to end before their connections are cut. */
const DRAIN_MS = 10_000;

async function listen(server: Server, port: number, host: string): Promise<void> {
  // It does not keep a gateway alive that could not start, or is to stop.
  server.listen(port, host).unref();
  await once(server, 'listening');
}

/** Runs until SIGTERM or SIGINT; SIGHUP reads the file again. */
async function main(): Promise<void> {
  const settings = readSettings(process.env);
  const declaration = readDeclaration(settings.declaration);
  const metrics = new GatewayMetrics();
  const standIn = new StandIn(declaration, { ...settings, metrics });
  process.on('SIGHUP', () => reloadFrom(settings.declaration, standIn));
  if (keysOf(declaration).length === 0) standIn.log.warn('there is no key: every token will be refused');

  const stop = (): void => {
    setTimeout(() => standIn.server.closeAllConnections(), DRAIN_MS).unref();
    standIn.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once('SIGTERM', stop).once('SIGINT', stop);
  await listen(statusServer(metrics), settings.statusPort, settings.host);
  await standIn.listen(settings.host, settings.port);
}

main().catch((error: unknown) => {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
});
