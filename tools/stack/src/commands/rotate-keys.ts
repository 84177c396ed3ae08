import { setTimeout as sleep } from 'node:timers/promises';
import { runKeys } from '../apps';
import { StackError, messageOf } from '../errors';
import { layoutOf } from '../layout';
import { withLock } from '../lock';
import { done, note } from '../output';
import { runningState } from '../running';
import { reloadGatewayOf } from './reload-gateway';

const POLL_MS = 200;
/** Less than any key waits before it signs. */
const KNOWN_WITHIN_MS = 8_000;
const ANSWER_WITHIN_MS = 2_000;

/** What `keys rotate` of the user service prints. */
interface Rotation {
  kid: string;
  signsFrom: string;
  removed: string[];
}

/** How the keys of one kind of system are reached. */
export interface KeyPlaces {
  /** Runs the user service's `keys` command; answers what it printed. */
  keys: (...args: string[]) => string;
  /** Renders the gateway's file as before each of its starts, and has it read again; what is under way is not disturbed. */
  reloadGateway: () => void;
  /** Where the user service publishes its keys, and where the gateway is. */
  urls: { user: string | undefined; gateway: string | undefined };
  /** Where to look if that fails. */
  logs: string;
}

/** For a native system: its folder of keys, its gateway's process. */
export async function rotateKeys(home: string, signsIn: string): Promise<void> {
  const layout = layoutOf(home);
  const state = runningState(layout);
  const places: KeyPlaces = {
    keys: (...args) => runKeys(layout.keys, ...args),
    reloadGateway: () => void reloadGatewayOf(layout, state),
    urls: { user: state.urls.user, gateway: state.urls.gateway },
    logs: layout.logs,
  };
  await withLock(layout.lock, () => rotate(places, signsIn));
}

/**
 * Lets a new key take over from the one that signs access tokens, while requests go on: the gateway and the user service
 * publish it first, or it is taken back.
 */
export async function rotate(places: KeyPlaces, signsIn: string): Promise<void> {
  const { kid, signsFrom, removed } = JSON.parse(places.keys('rotate', '--signs-in', signsIn)) as Rotation;
  if (removed.length > 0) done(`Removed, since every token of theirs has expired: ${removed.join(', ')}`);
  try {
    places.reloadGateway();
    await untilKnown(kid, places);
  } catch (error) {
    throw new StackError(`Not everybody knows the key ${kid}: ${messageOf(error)}.`, takeBack(kid, places));
  }
  done(`Key ${kid} is known to the gateway and the services.`);
  note(`It signs from ${signsFrom}. The old one is removed at the next rotation, an hour later or more.`);
}

/** Answers what to do then. */
function takeBack(kid: string, { keys, logs }: KeyPlaces): string[] {
  try {
    keys('withdraw', kid);
    return [`It is taken back. See ${logs}, and try again.`];
  } catch {
    return [`It waited since an earlier rotation and signs by now. See ${logs}; make up completes what does not run.`];
  }
}

async function untilKnown(kid: string, { urls }: KeyPlaces): Promise<void> {
  const deadline = Date.now() + KNOWN_WITHIN_MS;
  for (;;) {
    const missing = [
      ...((await isPublished(kid, urls.user)) ? [] : ['the user service']),
      ...((await isAccepted(kid, urls.gateway)) ? [] : ['the gateway']),
    ];
    if (missing.length === 0) return;
    if (Date.now() > deadline) throw new StackError(`${missing.join(' and ')} did not take it in`);
    await sleep(POLL_MS);
  }
}

async function isPublished(kid: string, user: string | undefined): Promise<boolean> {
  const { keys = [] } = (await ask<{ keys: { kid: string }[] }>(`${user}/api/auth/jwks`)) ?? {};
  return keys.some((key) => key.kid === kid);
}

/** Kong looks for the key before it looks at the signature, so a token that nobody signed shows which keys it knows. */
async function isAccepted(kid: string, gateway: string | undefined): Promise<boolean> {
  const parts = [{ alg: 'RS256', typ: 'JWT', kid }, {}, 'unsigned'].map((part) => JSON.stringify(part));
  const token = parts.map((part) => Buffer.from(part).toString('base64url')).join('.');
  const answer = await ask<{ message: string }>(`${gateway}/api/users/me`, { authorization: `Bearer ${token}` });
  return answer?.message === 'Invalid signature';
}

async function ask<T>(url: string, headers: Record<string, string> = {}): Promise<Partial<T> | undefined> {
  try {
    const answer = await fetch(url, { headers, signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
    return (await answer.json()) as Partial<T>;
  } catch {
    return undefined; // It may be starting again just now.
  }
}
