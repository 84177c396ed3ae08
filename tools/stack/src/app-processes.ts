import { join } from 'node:path';
import { type AppContext, localUrl, ownAppSettings, ownGatewaySettings } from './app-env';
import { GATEWAY_MAIN, GATEWAY_RENDERER, appMain, buildDigest, builtOnly } from './apps';
import { readText } from './files';
import { projectRoot } from './layout';
import type { Command, ProcessKind, ProcessSpec } from './plan';
import { GATEWAY, SERVICES, type Service } from './services';
import type { Settings } from './settings';

const READY_WITHIN_MS = 60_000;
const DRAIN_WITHIN_MS = 15_000;

/** The services and the gateway that this checkout has the code of. */
export function presentApps(): { services: Service[]; hasGateway: boolean } {
  const services = builtOnly(
    SERVICES,
    ({ name }) => `apps/${name}/src/main.ts`,
    ({ name }) => appMain(name),
  );
  const gateway = builtOnly(
    [GATEWAY],
    () => 'gateway/stand-in/main.ts',
    () => GATEWAY_MAIN,
  );
  return { services, hasGateway: gateway.length > 0 };
}

/** How the supervisor runs one service. */
export function serviceProcess(service: Service, context: AppContext): ProcessSpec {
  const own = ownAppSettings(service, context);
  const url = localUrl(context.ports[service.name]);
  const build = buildDigest([`dist/apps/${service.name}`, 'dist/libs']);
  return {
    ...common('app', service.name, appMain(service.name), own, context, build),
    url,
    ready: [{ kind: 'http', url: `${url}/health/ready`, status: 200 }],
  };
}

/** How the supervisor runs the gateway; its file is rendered again before each start. */
export function gatewayProcess(context: AppContext): ProcessSpec {
  const own = ownGatewaySettings(context);
  const url = localUrl(context.ports[GATEWAY.name]);
  const build = buildDigest(['dist/gateway', 'dist/libs', 'gateway']);
  const base = common('gateway', GATEWAY.name, GATEWAY_MAIN, own, context, build);
  return {
    ...base,
    url,
    prepare: nodeCommand(GATEWAY_RENDERER, base.run.env),
    // A path that has no route: asking for it uses up nobody's rate limit.
    ready: [{ kind: 'http', url: `${url}/health/live` }],
  };
}

type CommonSpec = Omit<ProcessSpec, 'url' | 'ready'>;

function common(
  kind: ProcessKind,
  name: string,
  main: string,
  own: Settings,
  { layout, settings, ports }: AppContext,
  build: string,
): CommonSpec {
  return {
    name,
    kind,
    run: nodeCommand(main, { ...settings, ...own }),
    port: ports[name] ?? 0,
    log: join(layout.logs, `${name}.log`),
    readyWithinMs: READY_WITHIN_MS,
    stopSignal: 'SIGTERM',
    stopWithinMs: DRAIN_WITHIN_MS,
    fingerprint: JSON.stringify([build, own, knownSettings(settings)]),
  };
}

function nodeCommand(main: string, env: Settings): Command {
  const root = projectRoot();
  return { command: process.execPath, args: [join(root, main)], cwd: root, env };
}

/** The settings that .env.example names: a change of another variable of somebody's shell is no reason to restart. */
export function knownSettings(settings: Settings): Settings {
  const example = readText(join(projectRoot(), '.env.example')) ?? '';
  return Object.fromEntries(settingNames(example).flatMap((name) => (settings[name] ? [[name, settings[name]]] : [])));
}

/** The names set in an env file, whether the line is commented out or not. */
export function settingNames(envFile: string): string[] {
  return [...envFile.matchAll(/^#?\s*([A-Z][A-Z0-9_]*)=/gm)].map((match) => match[1] ?? '');
}
