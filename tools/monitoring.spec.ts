import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { GATEWAY_STATUS, SERVICES } from './stack/src/services';
import { RABBITMQ } from './stack/src/servers/rabbitmq';

interface Job {
  readonly job_name: string;
  readonly static_configs: readonly {
    readonly targets: readonly string[];
    readonly labels?: { readonly service: string };
  }[];
}

const file = readFileSync(join(__dirname, '../monitoring/prometheus/prometheus.yml'), 'utf8');
const jobs = (parse(file) as { scrape_configs: Job[] }).scrape_configs;
const targetsOf = (name: string) => jobs.find((job) => job.job_name === name)!.static_configs;

describe('What Prometheus asks', () => {
  it('is every service, by its name and its port', () => {
    const expected = SERVICES.map(({ name, port }) => ({ targets: [`${name}:${port}`], labels: { service: name } }));
    expect(targetsOf('tradewind')).toEqual(expected);
  });

  it('is the gateway and the broker, at the ports for that', () => {
    const ports = ['gateway', 'rabbitmq'].map((job) => targetsOf(job)[0]!.targets[0]!.split(':')[1]);
    expect(ports.map(Number)).toEqual([GATEWAY_STATUS.port, RABBITMQ.ports['rabbitmq-metrics']]);
  });
});
