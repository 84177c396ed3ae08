import { type Facts, type PortFact, type ServerFact, isInContainers } from './facts';
import type { Finding } from './finding';
import { judgeEngine } from './judge-engine';

/** Five services, the gateway and the servers take some 900 MiB; Kong, Meilisearch, Grafana and Jaeger come on top. */
const MEMORY = { natively: { least: 512, comfortable: 1_536 }, inContainers: { least: 1_024, comfortable: 3_072 } };
/** Servers to install, packages, build and the first data. */
const DISK = { least: 512, comfortable: 2_048 };

/** What the facts mean for `make up`, and what to do about each. */
export function judge(facts: Facts): Finding[] {
  const inContainers = isInContainers(facts.engine);
  const memory = inContainers ? MEMORY.inContainers : MEMORY.natively;
  return [
    ...judgeEngine(facts.engine),
    node(facts),
    npm(facts),
    ...(inContainers ? [] : facts.servers.map((server) => judgeServer(server, facts.installObstacle))),
    ...judgePorts(facts.ports),
    amount('memory', `${facts.memory.available} of ${facts.memory.total} MiB`, facts.memory.available, memory),
    amount('disk', `${facts.disk.free} MiB at ${facts.disk.folder}`, facts.disk.free, DISK),
    cpus(facts),
    ...facts.extras.map(extra),
  ];
}

function node({ node: version, wantedNode }: Facts): Finding {
  const fits = atLeast(version, wantedNode.replace(/^>=\s*/, ''));
  if (fits) return { level: 'ok', text: `Node ${version}` };
  return {
    level: 'lacking',
    text: `Node is ${version}, needed is ${wantedNode}`,
    advice: 'Install Node 24 (see .nvmrc).',
  };
}

function npm({ npm: version }: Facts): Finding {
  if (version) return { level: 'ok', text: `npm ${version}` };
  return {
    level: 'lacking',
    text: 'npm is not on the PATH',
    advice: 'It comes with Node; on Debian: apt-get install npm',
  };
}

function judgeServer({ name, least, version, packages, setting, given }: ServerFact, obstacle?: string): Finding {
  if (given) return { level: 'ok', text: `${name} is the one that ${setting} names (not asked here)` };
  const byHand = `apt-get install --no-install-recommends ${packages.join(' ')}, or set ${setting}`;
  if (version === undefined) {
    if (obstacle === undefined)
      return { level: 'note', text: `${name} is not installed; make up installs it with apt` };
    return { level: 'lacking', text: `${name} is not installed, and ${obstacle}`, advice: byHand };
  }
  if (atLeast(version, least)) return { level: 'ok', text: `${name} ${version}` };
  return {
    level: 'lacking',
    text: `${name} is ${version}, needed is ${least} or newer`,
    advice: `Install a newer one, or set ${setting}`,
  };
}

function judgePorts(ports: PortFact[]): Finding[] {
  const free = ports.filter(({ takenBy }) => !takenBy || takenBy.ours);
  const taken = ports.flatMap((port) =>
    port.takenBy && !port.takenBy.ours ? [{ ...port, takenBy: port.takenBy }] : [],
  );
  const running = free.some(({ takenBy }) => takenBy) ? ' (some by the system itself, which runs)' : '';
  return [
    ...(free.length > 0
      ? [{ level: 'ok' as const, text: `ports ${free.map(({ port }) => port).join(', ')}${running}` }]
      : []),
    ...taken.map(({ name, port, fixed, takenBy: { who } }): Finding => {
      if (!fixed)
        return { level: 'note', text: `port ${port} (${name}) is taken by ${who}; make up takes the next free one` };
      const advice = `Stop it, or change ${settingOf(name)}.`;
      return {
        level: 'lacking',
        text: `port ${port} (${name}) is taken by ${who}, and a setting asks for just that one`,
        advice,
      };
    }),
  ];
}

const settingOf = (name: string): string => `${name.toUpperCase().replaceAll('-', '_')}_PORT`;

function amount(what: string, text: string, has: number, { least, comfortable }: typeof DISK): Finding {
  if (has >= comfortable) return { level: 'ok', text: `${what}: ${text} free` };
  const advice = `At least ${least} MiB are needed, ${comfortable} are comfortable.`;
  return { level: has >= least ? 'note' : 'lacking', text: `${what}: only ${text} free`, advice };
}

function cpus({ cpus: count }: Facts): Finding {
  if (count > 1) return { level: 'ok', text: `${count} processors` };
  return { level: 'note', text: 'one processor: the first start takes minutes' };
}

function extra({ name, version, use }: Facts['extras'][number]): Finding {
  if (version) return { level: 'ok', text: `${name} ${version}` };
  return { level: 'note', text: `no ${name}: not needed; ${use}` };
}

/** Whether a version such as 15.18 is the wanted one or newer, number by number. */
export function atLeast(version: string, wanted: string): boolean {
  const [has, least] = [version, wanted].map((text) => text.split('.').map((part) => parseInt(part, 10) || 0));
  const at = least!.findIndex((number, index) => (has![index] ?? 0) !== number);
  return at === -1 || (has![at] ?? 0) > least![at]!;
}
