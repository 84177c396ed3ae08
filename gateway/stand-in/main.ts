import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { parseDeclaration, type Declaration } from './declaration/declaration';
import { Refused } from './declaration/shape';
import { GatewayMetrics } from './metrics';
import { buildServer } from './server';
import { readSettings } from './settings';
import { statusServer } from './status';

/** Held requests and event streams get this long to end before their connections are cut. */
const DRAIN_MS = 10_000;

function readDeclaration(path: string): Declaration {
  try {
    return parseDeclaration(readFileSync(path, 'utf8'));
  } catch (error) {
    const problems = error instanceof Refused ? error.problems : [(error as Error).message];
    throw new Error(
      `The stand-in for Kong does not start with ${path}:\n${problems.map((one) => `  - ${one}`).join('\n')}`,
    );
  }
}

async function listen(server: Server, port: number, host: string): Promise<void> {
  // It does not keep a gateway alive that could not start, or is to stop.
  server.listen(port, host).unref();
  await once(server, 'listening');
}

async function main(): Promise<void> {
  const settings = readSettings(process.env);
  const declaration = readDeclaration(settings.declaration);
  const metrics = new GatewayMetrics();
  const app = await buildServer(declaration, { ...settings, metrics });
  for (const { username, jwt_secrets } of declaration.consumers) {
    if (jwt_secrets.length === 0) app.log.warn(`consumer ${username} has no key: every token will be refused`);
  }

  const stop = (): void => {
    setTimeout(() => app.server.closeAllConnections(), DRAIN_MS).unref();
    app.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once('SIGTERM', stop).once('SIGINT', stop);
  await listen(statusServer(metrics), settings.statusPort, settings.host);
  await app.listen({ host: settings.host, port: settings.port });
}

main().catch((error: unknown) => {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
});
