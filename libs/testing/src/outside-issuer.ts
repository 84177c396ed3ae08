import { JwtService } from '@nestjs/jwt';
import { newId } from '@tradewind/kernel';
import { ChildProcess, fork } from 'node:child_process';
import { createHash, generateKeyPairSync, KeyObject, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';

/** What the issuer knows of somebody, by the names of its claims. */
export type OutsidePerson = Readonly<Record<string, unknown>>;

/** `like-keycloak`: tokens say what they are in the claim `typ`; `by-rfc-9068`: in the header. */
export type OutsideClient = 'like-keycloak' | 'by-rfc-9068';

export interface OutsideTokens {
  readonly accessToken: string;
  readonly idToken: string;
}

const AUDIENCE = 'tradewind-test-api';
const CALLBACK = 'http://127.0.0.1/callback';

/**
 * A real OpenID Connect server (oidc-provider), with a key that the test holds too, so that it can also make the
 * tokens that such a server never would.
 *
 * @example
 * const outside = await OutsideIssuer.start({ yash: { email: 'yash@example.com', email_verified: true, name: 'Yash' } });
 * const config = loadConfig({ ...outside.settings, ...others });
 * const { accessToken } = await outside.logIn('yash');
 */
export class OutsideIssuer {
  private constructor(
    private readonly server: ChildProcess,
    readonly issuer: string,
    readonly key: KeyObject,
    readonly kid: string,
  ) {}

  static async start(people: Readonly<Record<string, OutsidePerson>>): Promise<OutsideIssuer> {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const kid = `outside-${newId()}`;
    const jwk = { ...privateKey.export({ format: 'jwk' }), kid, use: 'sig', alg: 'RS256' };
    const settings = { jwk, people, audience: AUDIENCE, clients: [...PUBLIC_CLIENTS.map(publicClient), MACHINE] };
    const server = fork(join(__dirname, '../test/oidc-server.mjs'), {
      env: { ...process.env, OIDC_SERVER: JSON.stringify(settings) },
      // It warns about what only a test may do.
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      execArgv: [],
    });
    const ended = once(server, 'exit').then(() => Promise.reject(new Error('The OpenID Connect server did not start')));
    const [{ issuer }] = (await Promise.race([once(server, 'message'), ended])) as [{ issuer: string }];
    ended.catch(() => undefined);
    return new OutsideIssuer(server, issuer, privateKey, kid);
  }

  /** The settings of a service that trusts it. */
  get settings(): { readonly OIDC_ISSUER: string; readonly OIDC_AUDIENCE: string } {
    return { OIDC_ISSUER: this.issuer, OIDC_AUDIENCE: AUDIENCE };
  }

  /** Logs somebody in as a browser would: authorization code with PKCE, through the login page. */
  async logIn(person: string, client: OutsideClient = 'like-keycloak'): Promise<OutsideTokens> {
    const verifier = randomBytes(32).toString('base64url');
    const query = {
      client_id: client,
      response_type: 'code',
      redirect_uri: CALLBACK,
      scope: 'openid email profile',
      nonce: 'n-1',
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
    };
    const code = await this.authorize(`${this.issuer}/auth?${String(new URLSearchParams(query))}`, person);
    const grant = { grant_type: 'authorization_code', code, redirect_uri: CALLBACK, code_verifier: verifier };
    const answer = await this.tokens({ ...grant, client_id: client });
    return { accessToken: answer.access_token, idToken: answer.id_token ?? '' };
  }

  /** The access token of a program, which is nobody's. */
  async ofMachine(): Promise<string> {
    const { client_id, client_secret } = MACHINE;
    return (await this.tokens({ grant_type: 'client_credentials', client_id, client_secret })).access_token;
  }

  /** A token with these claims changed, signed with the issuer's own key unless told otherwise. */
  forge(token: string, change: object, { key = this.key, kid = this.kid } = {}): string {
    const claims = { ...new JwtService().decode<object>(token), ...change };
    return new JwtService().sign(claims, { privateKey: key, algorithm: 'RS256', keyid: kid });
  }

  async stop(): Promise<void> {
    const ended = once(this.server, 'exit');
    this.server.disconnect();
    await ended;
  }

  /** Follows redirects with a browser's cookies, and fills in the two forms, until it is sent back with a code. */
  private async authorize(start: string, person: string): Promise<string> {
    const cookies = new Map<string, string>();
    for (let url = start; ;) {
      if (url.startsWith(CALLBACK)) return new URL(url).searchParams.get('code') ?? '';
      const page = await visit(url, cookies);
      const next = page.headers.get('location') ?? (await this.fillIn(url, await page.text(), person, cookies));
      url = new URL(next, url).href;
    }
  }

  private async fillIn(url: string, page: string, person: string, cookies: Map<string, string>): Promise<string> {
    const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1];
    if (!prompt) throw new Error(`No form at ${url}: ${page}`);
    const form = new URLSearchParams({ prompt, login: person, password: 'any' });
    return (await visit(url, cookies, form)).headers.get('location') ?? '';
  }

  private async tokens(form: Record<string, string>): Promise<{ access_token: string; id_token?: string }> {
    const answer = await fetch(`${this.issuer}/token`, { method: 'POST', body: new URLSearchParams(form) });
    if (!answer.ok) throw new Error(`No token: ${await answer.text()}`);
    return (await answer.json()) as { access_token: string; id_token?: string };
  }
}

const PUBLIC_CLIENTS: readonly OutsideClient[] = ['like-keycloak', 'by-rfc-9068'];
const MACHINE = {
  client_id: 'machine',
  client_secret: 'a secret of these tests',
  grant_types: ['client_credentials'],
  redirect_uris: [],
  response_types: [],
};

function publicClient(client_id: OutsideClient): object {
  const isPublic = { token_endpoint_auth_method: 'none', application_type: 'native' };
  return { client_id, ...isPublic, redirect_uris: [CALLBACK], grant_types: ['authorization_code'] };
}

async function visit(url: string, cookies: Map<string, string>, form?: URLSearchParams): Promise<Response> {
  const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const answer = await fetch(url, {
    method: form ? 'POST' : 'GET',
    body: form,
    headers: { cookie },
    redirect: 'manual',
  });
  for (const set of answer.headers.getSetCookie()) {
    const [name = '', value = ''] = set.split(';')[0]!.split(/=(.*)/s);
    cookies.set(name, value);
  }
  return answer;
}
