import { createPublicKey } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addressOf, startEcho, stop } from '../edge/echo';
import { send } from '../edge/http';
import { newKey, Tokens, type SigningKey } from '../edge/tokens';
import { readDeclaration } from './declaration/file';
import { reloadFrom } from './reload';
import { StandIn } from './server';
import { aFile, JWT } from './test/file';

const OLD = newKey('old');
const NEW = newKey('new');
const oldToken = new Tokens(OLD, Date.now).valid();
const newToken = new Tokens(NEW, Date.now).valid();

describe('When its file has changed, the stand-in', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gateway-'));
  const path = join(folder, 'kong.yml');
  let echo: Server;
  let app: StandIn;
  let base: URL;

  const write = (keys: readonly SigningKey[], service: object = {}): void =>
    writeFileSync(
      path,
      aFile({
        service: { url: addressOf(echo).href, plugins: [JWT], ...service },
        consumers: [{ username: 'users', jwt_secrets: keys.map(secretOf) }],
      }),
    );
  const reload = (): void => reloadFrom(path, app);
  const statusWith = async (token: string): Promise<number> => {
    const sent = { path: '/a', headers: [['Authorization', `Bearer ${token}`]] } as const;
    return (await send(base, sent)).status;
  };

  beforeEach(async () => {
    echo = await startEcho('127.0.0.1', 0);
    write([OLD]);
    const declaration = readDeclaration(path);
    app = new StandIn(declaration, { logLevel: 'silent', errorType: 'text/plain' });
    base = await app.listen('127.0.0.1', 0);
  });
  afterEach(async () => {
    await app.close();
    await stop(echo);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('knows a new key and forgets an old one as soon as it reads the file again, and not before', async () => {
    write([OLD, NEW]);
    expect([await statusWith(oldToken), await statusWith(newToken)]).toEqual([200, 401]);
    reload();
    expect([await statusWith(oldToken), await statusWith(newToken)]).toEqual([200, 200]);
    write([NEW]);
    reload();
    expect([await statusWith(oldToken), await statusWith(newToken)]).toEqual([401, 200]);
  });

  it('finishes by the old file what began by it', async () => {
    const finish = new Promise<() => void>((resolve) => {
      echo.removeAllListeners('request').on('request', (_request, response) => resolve(() => response.end('done')));
    });
    const held = statusWith(oldToken);
    const end = await finish;
    write([NEW]);
    reload();
    end();
    expect(await held).toBe(200);
  });

  it('loses no request, however often', async () => {
    write([OLD, NEW]);
    reload();
    let reloading = true;
    const ask = async (token: string): Promise<number[]> => {
      const statuses = [];
      while (reloading) statuses.push(await statusWith(token));
      return statuses;
    };
    const asking = [oldToken, newToken, oldToken, newToken].map(ask);
    for (let i = 0; i < 30; i += 1) {
      reload();
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    reloading = false;
    expect(new Set((await Promise.all(asking)).flat())).toEqual(new Set([200]));
  });

  it.each<[string, () => void]>([
    ['is no YAML', () => writeFileSync(path, '{')],
    ['is not there', () => rmSync(path)],
    ['asks for what is not implemented', () => write([NEW], { protocol: 'grpc' })],
  ])('keeps to what it has read before, and says so, if the new one %s', async (_what, spoil) => {
    spoil();
    const complaint = jest.spyOn(app.log, 'error');
    reload();
    expect(complaint).toHaveBeenCalledWith(expect.stringMatching(/kong\.yml:\n {2}- .*\n.*stays in force/s));
    expect([await statusWith(oldToken), await statusWith(newToken)]).toEqual([200, 401]);
  });
});

function secretOf({ kid, privateKey }: SigningKey): object {
  const pem = createPublicKey(privateKey).export({ type: 'spki', format: 'pem' });
  return { key: kid, algorithm: 'RS256', rsa_public_key: pem };
}
