import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { COMMAND_NAMES } from '../ops/usage';
import { findProgram } from '../stack/src/machine/programs';

interface Rule {
  readonly alert?: string;
  readonly labels?: Record<string, string>;
  readonly annotations?: Record<string, string>;
}

interface RuleTests {
  readonly tests: readonly {
    readonly promql_expr_test: readonly { expr: string; exp_samples: readonly unknown[] }[];
  }[];
}

const root = join(__dirname, '../..');
const read = (...path: string[]): string => readFileSync(join(root, ...path), 'utf8');

const { groups } = parse(read('monitoring/prometheus/rules.yml')) as { groups: { rules: Rule[] }[] };
const alerts = groups.flatMap(({ rules }) => rules).filter(({ alert }) => alert !== undefined);
const names = alerts.map(({ alert }) => alert!);
const runbook = read('docs/runbook.md');
const allIn = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([, found]) => found!);

const promtool = findProgram('promtool');
const withPromtool = promtool ? it : it.skip;
const orWhyNot = promtool ? '' : ' (skipped: there is no promtool; apt-get install prometheus brings it)';

describe('alerts', () => {
  it.each(alerts)(
    '$alert says what happens, how urgent it is, and where to read on',
    ({ alert, labels, annotations }) => {
      expect(['page', 'ticket']).toContain(labels?.severity);
      expect(annotations).toEqual({
        summary: expect.any(String) as string,
        description: expect.any(String) as string,
        runbook: `docs/runbook.md#${alert?.toLowerCase()}`,
      });
    },
  );

  it('have one section each in the runbook, in the same order', () => {
    expect(allIn(runbook, /^## (.+)$/gm)).toEqual(names);
  });

  it.each(names)('%s has a case where it fires and one where it does not', (name) => {
    const { tests } = parse(read('monitoring/prometheus/rules.test.yml')) as RuleTests;
    const cases = tests
      .flatMap(({ promql_expr_test }) => promql_expr_test)
      .filter(({ expr }) => expr === `ALERTS{alertname="${name}",alertstate="firing"}`);
    expect(cases.some(({ exp_samples }) => exp_samples.length > 0)).toBe(true);
    expect(cases.some(({ exp_samples }) => exp_samples.length === 0)).toBe(true);
  });

  withPromtool(`and all that Prometheus is told besides are what it understands${orWhyNot}`, () => {
    expect(runPromtool('check', 'config', 'prometheus.yml')).toMatchObject({ status: 0, stderr: '' });
  });

  withPromtool(
    `fire and stay silent as their cases say${orWhyNot}`,
    () => {
      expect(runPromtool('test', 'rules', 'rules.test.yml')).toMatchObject({ status: 0, stderr: '' });
    },
    60_000,
  );
});

function runPromtool(...args: string[]): { status: number | null; stderr: string } {
  return spawnSync(promtool!, args, { cwd: join(root, 'monitoring/prometheus'), encoding: 'utf8' });
}

describe('the runbook', () => {
  it('refers only to sections and pages that exist', () => {
    const anchors = names.map((name) => name.toLowerCase());
    expect(anchors).toEqual(expect.arrayContaining(allIn(runbook, /\]\(#([^)]+)\)/g)));
    const missing = allIn(runbook, /\]\(([^#)]+)\)/g).filter((path) => !existsSync(join(root, 'docs', path)));
    expect(missing).toEqual([]);
  });

  it('names only commands that the operators have', () => {
    const named = allIn(runbook, /npm run ops -- ([a-z-]+)/g);
    expect([...COMMAND_NAMES, 'help']).toEqual(expect.arrayContaining(named));
  });
});
