import { rmSync } from 'node:fs';
import { readJson, writeJson } from '../stack/src/files';
import { StackError } from '../stack/src/errors';
import { UnexpectedAnswer } from '../shared/http';
import type { Place } from './place';

/** No token that expires while a request is under way. */
const SPARE_MS = 60_000;

interface Kept {
  readonly address: string;
  readonly email: string;
  readonly token: string;
  readonly expiresAt: number;
}

interface TokenBody {
  readonly access_token: string;
  readonly expires_in: number;
}

/** The token of an earlier call, if it is still good here: the gateway allows ten logins a minute. */
export function keptToken({ gateway, admin, tokenFile }: Place, now = Date.now()): string | undefined {
  const kept = tokenFile === undefined ? undefined : readJson<Kept>(tokenFile);
  const isOurs = kept?.address === gateway.address && kept.email === admin.email;
  return kept && isOurs && kept.expiresAt - SPARE_MS > now ? kept.token : undefined;
}

/** Logs in, and keeps the token for the next calls in a file that only its owner can read. */
export async function newToken(place: Place): Promise<string> {
  const { gateway, admin, tokenFile } = place;
  const { access_token: token, expires_in: seconds } = await logIn(place);
  const kept: Kept = {
    address: gateway.address,
    email: admin.email,
    token,
    expiresAt: Date.now() + seconds * 1_000,
  };
  if (tokenFile !== undefined) writeJson(tokenFile, kept);
  return token;
}

export function forgetToken({ tokenFile }: Place): void {
  if (tokenFile !== undefined) rmSync(tokenFile, { force: true });
}

async function logIn({ gateway, admin: { email, password } }: Place): Promise<TokenBody> {
  try {
    return (await gateway.post<TokenBody>('/api/auth/login', { body: { email, password } })).body;
  } catch (error) {
    if (!(error instanceof UnexpectedAnswer) || error.status !== 401) throw error;
    throw new StackError(`${email} cannot log in at ${gateway.address} with the password that is set.`, [
      'Set ADMIN_EMAIL and ADMIN_PASSWORD, in the environment or .env.',
    ]);
  }
}
