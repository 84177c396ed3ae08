import { ECHO_MARK, type Echo } from './echo';
import { send, speak, type Received, type Sent } from './http';

/** A text, a pattern, or undefined for what must not be there. */
export type Wanted = string | RegExp | undefined;

export interface EdgeCase {
  name: string;
  /** A request, or what is said instead of one. */
  send: Sent | string;
  status: number;
  headers?: Readonly<Record<string, Wanted>>;
  body?: string | RegExp;
  /** Whether it takes a time-out of the gateway's. */
  isSlow?: true;
  /** What the upstream saw. Without it, the request must not have reached one. */
  upstream?: { path?: string; method?: string; bytes?: number; headers?: Readonly<Record<string, Wanted>> };
}

/** What was not as it should be: nothing, for a gateway that behaves. */
export async function differences(base: URL, edgeCase: EdgeCase): Promise<string[]> {
  const { send: asked } = edgeCase;
  return compare(edgeCase, await (typeof asked === 'string' ? speak(base, asked) : send(base, asked)));
}

function compare({ status, headers, body, upstream }: EdgeCase, received: Received): string[] {
  const reached = received.headers[ECHO_MARK] !== undefined;
  const echo = reached && received.text !== '' ? (JSON.parse(received.text) as Echo) : undefined;
  return [
    ...differs('status', String(status), String(received.status)),
    ...differs('reached an upstream', String(upstream !== undefined), String(reached)),
    ...all('header', headers, received.headers),
    ...(body === undefined ? [] : differs('body', body, received.text)),
    ...(echo ? compareEcho(upstream ?? {}, echo) : []),
  ];
}

function compareEcho({ path, method, bytes, headers }: NonNullable<EdgeCase['upstream']>, echo: Echo): string[] {
  return [
    ...(path === undefined ? [] : differs('upstream path', path, echo.url)),
    ...(method === undefined ? [] : differs('upstream method', method, echo.method)),
    ...(bytes === undefined ? [] : differs('upstream bytes', String(bytes), String(echo.bytes))),
    ...all('upstream header', headers, echo.headers),
  ];
}

function all(what: string, wanted: Readonly<Record<string, Wanted>> = {}, found: Received['headers']): string[] {
  return Object.entries(wanted).flatMap(([name, value]) =>
    differs(`${what} ${name}`, value, found[name.toLowerCase()]?.toString()),
  );
}

function differs(what: string, wanted: Wanted, found: string | undefined): string[] {
  const same = wanted instanceof RegExp ? found !== undefined && wanted.test(found) : wanted === found;
  return same ? [] : [`${what}: expected ${String(wanted)}, got ${found ?? 'nothing'}`];
}
