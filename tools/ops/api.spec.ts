import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Http, type Reply, UnexpectedAnswer } from '../shared/http';
import { AdminApi } from './api';
import type { Place } from './place';

/** A gateway that knows one password and the tokens it has given out. */
class Gateway extends Http {
  readonly tokens = new Set<string>();
  readonly asked: string[] = [];
  logins = 0;

  override withToken(token: string): Http {
    return Object.assign(Object.create(this) as Gateway, { get: <T>(path: string) => this.answer<T>(path, token) });
  }

  override async post<T>(path: string, { body }: { body?: unknown } = {}): Promise<Reply<T>> {
    if ((body as { password: string }).password !== 'secret') throw new UnexpectedAnswer(path, 401, 'no');
    const token = `t-${++this.logins}`;
    this.tokens.add(token);
    return { status: 200, body: { access_token: token, expires_in: 900 } as T };
  }

  private async answer<T>(path: string, token: string): Promise<Reply<T>> {
    if (!this.tokens.has(token)) throw new UnexpectedAnswer(path, 401, 'no');
    this.asked.push(`${path} as ${token}`);
    return { status: 200, body: {} as T };
  }
}

describe('the API as its ADMIN', () => {
  let folder: string;
  let gateway: Gateway;
  let place: Place & { readonly tokenFile: string };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ops-'));
    gateway = new Gateway('http://shop.test');
    const admin = { email: 'ann@shop.test', password: 'secret' };
    place = { gateway, admin, tokenFile: join(folder, 'run', 'token.json') };
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  const call = (at: Place = place): Promise<unknown> =>
    new AdminApi(at).get('/api/sagas', { step: 'a b', limit: undefined });

  it('logs in once for many calls, and keeps the token where only its owner can read it', async () => {
    await call();
    await call();
    expect(gateway.asked).toEqual(['/api/sagas?step=a+b as t-1', '/api/sagas?step=a+b as t-1']);
    expect(statSync(place.tokenFile).mode & 0o777).toBe(0o600);
  });

  it('logs in again when the kept token is not good any more', async () => {
    await call();
    gateway.tokens.clear();
    await call();
    expect(gateway.asked.at(-1)).toBe('/api/sagas?step=a+b as t-2');
  });

  it("does not show one system's token to another", async () => {
    await call();
    const other = Object.assign(new Gateway('http://other.test'), { tokens: new Set<string>() });
    await call({ ...place, gateway: other });
    expect(other.logins).toBe(1);
  });

  it('logs in each time where no token may be kept', async () => {
    const { tokenFile: _none, ...forgetful } = place;
    await call(forgetful);
    await call(forgetful);
    expect(gateway.logins).toBe(2);
  });

  it('says who cannot log in, and what to set', async () => {
    const stranger = { ...place, admin: { email: 'ann@shop.test', password: 'wrong' } };
    await expect(call(stranger)).rejects.toThrow('ann@shop.test cannot log in at http://shop.test');
  });
});
