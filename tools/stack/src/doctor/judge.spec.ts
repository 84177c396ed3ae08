import type { Facts } from './facts';
import { atLeast, judge } from './judge';

const postgres = {
  name: 'PostgreSQL',
  least: '13',
  version: '15.18',
  packages: ['postgresql'],
  setting: 'POSTGRES_ADMIN_URL',
  given: false,
};
const gateway = { name: 'gateway', port: 8000, fixed: false };

/** A machine that has everything, except what a test takes away. */
const aMachine = (changes: Partial<Facts> = {}): Facts => ({
  node: '24.1.0',
  wantedNode: '>=20.19',
  npm: '11.0.0',
  servers: [postgres],
  ports: [gateway],
  cpus: 2,
  memory: { total: 8_000, available: 4_000 },
  disk: { folder: '/shop', free: 20_000 },
  engine: { choice: { name: 'native', reason: 'ENGINE asks for it' }, docker: { name: 'Docker 28.0.1' } },
  extras: [{ name: 'kubectl', version: '1.32.0', use: 'manifests' }],
  ...changes,
});

const told = (changes: Partial<Facts>): string[] =>
  judge(aMachine(changes))
    .filter(({ level }) => level !== 'ok')
    .map(({ level, text }) => `${level}: ${text}`);
const taken = { who: 'nginx (pid 7)', ours: false };

describe('The doctor', () => {
  it('has nothing to say about a machine that has everything', () => {
    expect(told({})).toEqual([]);
  });

  it('asks for the Node that package.json asks for', () => {
    expect(told({ node: '20.19.0' })).toEqual([]);
    expect(told({ node: '20.18.3' })).toEqual(['lacking: Node is 20.18.3, needed is >=20.19']);
    expect(told({ npm: undefined })).toEqual(['lacking: npm is not on the PATH']);
  });

  it('accepts a missing server where apt can install it, or where a setting names another', () => {
    const missing = { ...postgres, version: undefined };
    expect(told({ servers: [missing] })).toEqual(['note: PostgreSQL is not installed; make up installs it with apt']);
    expect(told({ servers: [missing], installObstacle: 'this machine has no apt' })).toEqual([
      'lacking: PostgreSQL is not installed, and this machine has no apt',
    ]);
    expect(told({ servers: [{ ...missing, given: true }], installObstacle: 'this machine has no apt' })).toEqual([]);
  });

  it('refuses a server that is too old', () => {
    expect(told({ servers: [{ ...postgres, version: '12.9' }] })).toEqual([
      'lacking: PostgreSQL is 12.9, needed is 13 or newer',
    ]);
  });

  it('tells who has a port, and minds only where no other port will do', () => {
    expect(told({ ports: [{ ...gateway, takenBy: taken }] })).toEqual([
      'note: port 8000 (gateway) is taken by nginx (pid 7); make up takes the next free one',
    ]);
    expect(judge(aMachine({ ports: [{ ...gateway, fixed: true, takenBy: taken }] }))).toContainEqual({
      level: 'lacking',
      text: 'port 8000 (gateway) is taken by nginx (pid 7), and a setting asks for just that one',
      advice: 'Stop it, or change GATEWAY_PORT.',
    });
    expect(told({ ports: [{ ...gateway, fixed: true, takenBy: { who: 'node (pid 9)', ours: true } }] })).toEqual([]);
  });

  it('minds memory and disk only where there is too little to start', () => {
    expect(told({ memory: { total: 2_000, available: 900 } })).toEqual(['note: memory: only 900 of 2000 MiB free']);
    expect(told({ memory: { total: 500, available: 100 } })).toEqual(['lacking: memory: only 100 of 500 MiB free']);
    expect(told({ disk: { folder: '/shop', free: 90 } })).toEqual(['lacking: disk: only 90 MiB at /shop free']);
  });

  it('needs none of the tools that only some tests use', () => {
    expect(told({ extras: [{ name: 'kubectl', use: 'manifests are rendered with it' }], cpus: 1 })).toEqual([
      'note: one processor: the first start takes minutes',
      'note: no kubectl: not needed; manifests are rendered with it',
    ]);
  });

  it('asks for no servers where they run in containers, but for more memory', () => {
    const engine: Facts['engine'] = {
      choice: { name: 'docker', reason: 'ENGINE asks for it' },
      docker: { name: 'Docker 28.0.1' },
    };
    const memory = { total: 4_000, available: 2_000 };
    expect(told({ engine, servers: [{ ...postgres, version: undefined }], memory })).toEqual([
      'note: memory: only 2000 of 4000 MiB free',
    ]);
  });

  it.each([
    ['3.10.8', '3.10', true],
    ['3.9.29', '3.10', false],
    ['15', '13', true],
    ['20.19', '20.19.1', false],
    ['4.0.0', '3.10', true],
  ])('takes %s for %s or newer: %s', (version, wanted, is) => {
    expect(atLeast(version, wanted)).toBe(is);
  });
});
