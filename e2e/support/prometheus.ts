import { eventually } from '@tradewind/testing';
import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { projectRoot } from '../../tools/stack/src/layout';
import { HOME_MARK, NAME_MARK } from '../../tools/stack/src/machine/identity';
import { anywhere, choosePorts } from '../../tools/stack/src/machine/ports';
import { stackState } from './environment';

const READY_WITHIN_MS = 30_000;
const EVERY = '1s';

export interface Sample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [number, string];
}

export interface Rule {
  readonly name: string;
  readonly query: string;
  readonly health: string;
  readonly lastError?: string;
}

export interface Target {
  readonly labels: Readonly<Record<string, string>>;
  readonly health: string;
  readonly lastError: string;
}

type Ports = Readonly<Record<number, number | undefined>>;

interface Configuration {
  readonly global: Record<string, string>;
  readonly scrape_configs: readonly { readonly static_configs: { targets: string[] }[] }[];
}

/** A Prometheus of our own with the project's configuration and rules, that watches the system under test. */
export class Prometheus {
  private constructor(
    private readonly url: string,
    private readonly child: ChildProcess,
    private readonly folder: string,
  ) {}

  /** @param ports the system's, by the documented ones that the configuration names */
  static async start(program: string, ports: Ports): Promise<Prometheus> {
    const { home } = stackState();
    const folder = mkdtempSync(join(home, 'prometheus-'));
    writeConfiguration(folder, ports);
    const { web } = await choosePorts(anywhere([{ name: 'web', preferred: 9090 }]));
    const address = `127.0.0.1:${web}`;
    const args = ['--config.file=prometheus.yml', '--storage.tsdb.path=data', `--web.listen-address=${address}`];
    // Marked like the processes of the system: whoever removes it removes this too, should the tests die.
    const env = { ...process.env, [HOME_MARK]: home, [NAME_MARK]: 'prometheus' };
    const child = spawn(program, args, { cwd: folder, env, stdio: 'ignore' });
    const prometheus = new Prometheus(`http://${address}`, child, folder);
    await eventually(() => prometheus.expectReady(), READY_WITHIN_MS, 100).catch(async (error: unknown) => {
      await prometheus.stop();
      throw error;
    });
    return prometheus;
  }

  async query(query: string): Promise<Sample[]> {
    return (await this.get<{ result: Sample[] }>(`query?${new URLSearchParams({ query }).toString()}`)).result;
  }

  async rules(): Promise<Rule[]> {
    return (await this.get<{ groups: { rules: Rule[] }[] }>('rules')).groups.flatMap(({ rules }) => rules);
  }

  async targets(): Promise<Target[]> {
    return (await this.get<{ activeTargets: Target[] }>('targets')).activeTargets;
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.child.once('close', resolve));
    if (this.child.kill('SIGKILL')) await ended;
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async expectReady(): Promise<void> {
    expect((await fetch(`${this.url}/-/ready`)).status).toBe(200);
  }

  private async get<T>(path: string): Promise<T> {
    const answer = await fetch(`${this.url}/api/v1/${path}`);
    const { data, error } = (await answer.json()) as { data?: T; error?: string };
    if (data === undefined) throw new Error(`Prometheus answered ${answer.status} to ${path}: ${error}`);
    return data;
  }
}

/** The project's configuration, with other addresses and in a hurry. */
function writeConfiguration(folder: string, ports: Ports): void {
  const source = join(projectRoot(), 'monitoring/prometheus');
  const configuration = parse(readFileSync(join(source, 'prometheus.yml'), 'utf8')) as Configuration;
  for (const { static_configs } of configuration.scrape_configs) {
    for (const group of static_configs) group.targets = group.targets.map((name) => addressOf(name, ports));
  }
  const hurried = {
    ...configuration.global,
    scrape_interval: EVERY,
    scrape_timeout: EVERY,
    evaluation_interval: EVERY,
  };
  writeFileSync(join(folder, 'prometheus.yml'), stringify({ ...configuration, global: hurried }));
  cpSync(join(source, 'rules.yml'), join(folder, 'rules.yml'));
}

/** What listens on a documented port there has some port of its own here. */
function addressOf(name: string, ports: Ports): string {
  const port = ports[Number(new URL(`http://${name}`).port)];
  if (!port) throw new Error(`monitoring/prometheus/prometheus.yml watches ${name}, of which this test knows nothing`);
  return `127.0.0.1:${port}`;
}
