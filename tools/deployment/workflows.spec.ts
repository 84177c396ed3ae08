import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse } from 'yaml';
import { projectRoot } from '../stack/src/layout';
import { SERVICES } from '../stack/src/services';

interface Step {
  uses?: string;
  run?: string;
  with?: Record<string, unknown>;
}

interface Job {
  permissions?: Record<string, string>;
  'timeout-minutes'?: number;
  environment?: string;
  env?: Record<string, string>;
  services?: Record<string, { image: string }>;
  strategy?: { matrix: { app?: string[] } };
  steps: Step[];
}

interface Workflow {
  on: Record<string, unknown>;
  permissions?: Record<string, string>;
  concurrency?: unknown;
  jobs: Record<string, Job>;
}

const FOLDER = '.github/workflows';
const read = (path: string): string => readFileSync(join(projectRoot(), path), 'utf8');
const names = existsSync(join(projectRoot(), FOLDER)) ? readdirSync(join(projectRoot(), FOLDER)) : [];
const workflow = (name: string): Workflow => parse(read(join(FOLDER, name))) as Workflow;
const stepsOf = ({ jobs }: Workflow): Step[] => Object.values(jobs).flatMap(({ steps }) => steps);
const commandsOf = (of: Workflow): string[] => stepsOf(of).flatMap(({ run }) => run?.split('\n') ?? []);

describe.each(names)('The pipeline %s', (name) => {
  const pipeline = workflow(name);

  it('may read the code and nothing more; what a job writes besides is said there', () => {
    expect(pipeline.permissions).toEqual({ contents: 'read' });
    for (const { permissions = {} } of Object.values(pipeline.jobs))
      expect([{}, { contents: 'read', packages: 'write' }]).toContainEqual(permissions);
    expect(Object.keys(pipeline.on)).not.toContain('pull_request_target');
  });

  it('pins each action to a released major version or a commit', () => {
    const actions = stepsOf(pipeline).flatMap(({ uses }) => uses ?? []);
    expect(actions.length).toBeGreaterThan(0);
    for (const action of actions) expect(action).toMatch(/^[\w-]+\/[\w-]+@(v\d+|[0-9a-f]{40})$/);
  });

  it('ends by itself, and never runs twice for the same thing', () => {
    expect(pipeline.concurrency).toBeDefined();
    for (const job of Object.values(pipeline.jobs)) expect(job['timeout-minutes']).toBeLessThanOrEqual(60);
  });

  it('puts neither secrets nor what strangers write into a command line, where a log or a shell would have it', () => {
    for (const line of commandsOf(pipeline)) expect(line).not.toMatch(/\$\{\{\s*(secrets|github\.(event|head_ref))/);
    for (const { uses = '', with: inputs } of stepsOf(pipeline))
      if (uses.startsWith('actions/checkout@')) expect(inputs).toMatchObject({ 'persist-credentials': false });
  });

  it('runs commands that are there', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const text = commandsOf(pipeline).join('\n');
    for (const [, script] of text.matchAll(/npm run (\S+)/g)) expect(Object.keys(scripts)).toContain(script);
    for (const [, target] of text.matchAll(/\bmake ([a-z-]+)/g)) expect(read('Makefile')).toMatch(`\n${target}: `);
    for (const [, main] of text.matchAll(/node dist\/(\S+)\.js/g))
      expect([main, existsSync(join(projectRoot(), `${main}.ts`))]).toEqual([main, true]);
  });
});

describe('The pipelines together', () => {
  it('are a fast one for pull requests, a full one, and a release of what the full one has passed', () => {
    expect(names.sort()).toEqual(['cd.yml', 'ci.yml', 'pr-check.yml']);
    expect(workflow('cd.yml').on).toMatchObject({ workflow_run: { workflows: ['CI'], branches: ['main'] } });
    expect(read(`${FOLDER}/ci.yml`)).toMatch(/^name: CI$/m);
    expect(workflow('cd.yml').jobs['deploy']!.environment).toBe('production');
  });

  it('test with the settings that the tests read, on the servers that a cluster gets', () => {
    const { env = {}, services = {} } = workflow('ci.yml').jobs['integration']!;
    const wanted = new Set(read('libs/testing/src/servers.ts').match(/TEST_\w+/g));
    expect(Object.keys(env).sort()).toEqual([...wanted].sort());
    const manifests = ['components/dev-servers/postgres', 'components/dev-servers/rabbitmq', 'base/redis/redis'];
    for (const manifest of manifests) {
      const { image } = services[basename(manifest)]!;
      expect(read(`deployment/kubernetes/${manifest}.yaml`)).toContain(`image: ${image}\n`);
    }
  });

  it('release every service', () => {
    const { jobs } = workflow('cd.yml');
    expect(jobs['images']!.strategy?.matrix.app).toEqual(SERVICES.map(({ name }) => name));
    const overlay = jobs['deploy']!.env?.['OVERLAY'] ?? '';
    expect(existsSync(join(projectRoot(), overlay, 'kustomization.yaml'))).toBe(true);
  });
});
