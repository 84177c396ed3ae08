import { eventually } from '@tradewind/testing';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Api, anonymous } from './support/api';
import { type Customer, logIn, newCustomer } from './support/people';
import { runKeys, runStack } from './support/tools';

jest.setTimeout(120_000);

const PATHS = ['/api/users/me', '/api/orders', '/api/inventory?limit=1', '/api/auth/jwks'];
const PAUSE_MS = 20;
/** The shortest that is allowed, so that the test does not take long. */
const SIGNS_IN_S = '20';

/** Requests with old and new tokens, one after the other, until it is stopped; tells what came, and by which key. */
class Load {
  readonly answers: { kid: string; path: string; status: number | string }[] = [];
  private stopped = false;
  private readonly running: Promise<void>[];

  constructor(customer: Customer) {
    const withOldToken = (): Promise<Api> => Promise.resolve(customer.api);
    const withNewToken = (): Promise<Api> => logIn(customer);
    this.running = [withOldToken, withOldToken, withOldToken, withNewToken, withNewToken].map((one) => this.ask(one));
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await Promise.all(this.running);
  }

  private async ask(caller: () => Promise<Api>): Promise<void> {
    while (!this.stopped) {
      const api = await caller();
      for (const path of PATHS) this.answers.push({ kid: kidOf(api), path, status: await statusOf(api, path) });
      await sleep(PAUSE_MS);
    }
  }
}

describe('a new key for access tokens', () => {
  it('takes over while requests go on, and none is refused, with old tokens or new ones', async () => {
    const customer = await newCustomer('Kea');
    const old = kidOf(customer.api);
    const load = new Load(customer);
    const rotation = await runStack('rotate-keys', ['--signs-in', SIGNS_IN_S]);
    expect(rotation).toMatchObject({ code: 0, stderr: '' });
    const next = /Key (\S+) is known/.exec(rotation.stdout)?.[1] ?? '';
    expect(await published()).toEqual(expect.arrayContaining([old, next]));

    const newOnes = (): number => load.answers.filter(({ kid }) => kid === next).length;
    await eventually(() => expect(newOnes()).toBeGreaterThan(40), 60_000, 250);
    await load.stop();
    expect(load.answers.filter(({ status }) => status !== 200)).toEqual([]);
    expect(new Set(load.answers.map(({ kid }) => kid))).toEqual(new Set([old, next]));
  });

  it('is not what makes the gateway read its file anew: that can be asked for, and no request is refused', async () => {
    const load = new Load(await newCustomer('Kea'));
    expect(await runStack('reload-gateway')).toMatchObject({ code: 0, stderr: '' });
    await eventually(() => expect(load.answers.length).toBeGreaterThan(100), 60_000, 250);
    await load.stop();
    expect(load.answers.filter(({ status }) => status !== 200)).toEqual([]);
  });

  it('is one, where several processes start together and there is none', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'keys-'));
    const ended = await Promise.all(Array.from({ length: 6 }, () => runKeys(directory, ['ensure'])));
    expect(ended.map(({ code, stderr }) => `${code}${stderr}`)).toEqual(Array(6).fill('0'));
    expect(readdirSync(directory)).toEqual(['first.pem']);
    rmSync(directory, { recursive: true });
  });

  it('is not made for a command that nobody understands, or in too short a time', async () => {
    const before = await published();
    expect(await runStack('rotate-keys', ['--signs-in', '3'])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('20 s or more'),
    });
    const usage = await runKeys('/nowhere', ['turn']);
    expect([usage.code, usage.stderr]).toEqual([1, expect.stringMatching(/^Usage: keys ensure/)]);
    expect(await published()).toEqual(before);
  });
});

async function statusOf(api: Api, path: string): Promise<number | string> {
  try {
    return (await api.get(path)).status;
  } catch (error) {
    return String(error);
  }
}

async function published(): Promise<string[]> {
  const { body } = await anonymous().get('/api/auth/jwks').expect(200);
  return (body as { keys: { kid: string }[] }).keys.map(({ kid }) => kid);
}

function kidOf({ token = '' }: Api): string {
  return (JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()) as { kid: string }).kid;
}
