import { setTimeout as sleep } from 'node:timers/promises';
import { StackError, messageOf } from '../stack/src/errors';
import { aside } from '../stack/src/output';
import { printable } from './printable';

const ANSWER_WITHIN_MS = 40_000;
const LONGEST_PAUSE_S = 60;
const MOST_TRIES = 3;

export interface Ask {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Statuses that the caller can deal with, besides the successful ones. */
  readonly accept?: readonly number[];
}

export interface Reply<T> {
  readonly status: number;
  readonly body: T;
}

interface Problem {
  readonly code?: string;
  readonly detail?: string;
  readonly errors?: readonly { readonly field: string; readonly message: string }[];
}

/** An answer that the caller cannot deal with; says why, as far as the answer does. */
export class UnexpectedAnswer extends StackError {
  constructor(
    request: string,
    readonly status: number,
    text: string,
  ) {
    super(`${request}: expected a success, came ${status}.`, reasonsIn(text).map(printable));
  }
}

/** A client of one address, with or without a token. Where a rate limit says no, it waits as long as it is told to. */
export class Http {
  constructor(
    readonly address: string,
    private readonly token?: string,
  ) {}

  withToken(token: string): Http {
    return new Http(this.address, token);
  }

  get<T>(path: string, ask: Ask = {}): Promise<Reply<T>> {
    return this.send<T>('GET', path, ask);
  }

  post<T>(path: string, ask: Ask = {}): Promise<Reply<T>> {
    return this.send<T>('POST', path, ask);
  }

  patch<T>(path: string, ask: Ask = {}): Promise<Reply<T>> {
    return this.send<T>('PATCH', path, ask);
  }

  private async send<T>(method: string, path: string, ask: Ask, tries = 1): Promise<Reply<T>> {
    const answer = await this.fetch(method, path, ask);
    if (answer.status === 429 && tries < MOST_TRIES) {
      await this.pause(answer);
      return this.send<T>(method, path, ask, tries + 1);
    }
    const text = await answer.text();
    if (!answer.ok && !ask.accept?.includes(answer.status))
      throw new UnexpectedAnswer(`${method} ${this.address}${path}`, answer.status, text);
    return { status: answer.status, body: parsed(text) as T };
  }

  private async fetch(method: string, path: string, { body, headers }: Ask): Promise<Response> {
    try {
      return await fetch(`${this.address}${path}`, {
        method,
        headers: {
          ...(this.token === undefined ? {} : { authorization: `Bearer ${this.token}` }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        body: body === undefined ? null : JSON.stringify(body),
        signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      });
    } catch (error) {
      throw new StackError(`${method} ${this.address}${path} was not answered: ${messageOf(error)}`, [
        'See what runs: node dist/tools/stack/src/cli.js status; complete it: make up',
      ]);
    }
  }

  private async pause(answer: Response): Promise<void> {
    const asked = Number(answer.headers.get('retry-after') ?? answer.headers.get('ratelimit-reset') ?? 1);
    const pauseS = Math.min(Math.max(1, asked || 1), LONGEST_PAUSE_S);
    aside(`The gateway's rate limit is reached: going on in ${pauseS} s ...`);
    await sleep(pauseS * 1_000);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function reasonsIn(text: string): string[] {
  const { code, detail, errors = [] } = (parsed(text) ?? {}) as Problem;
  if (code === undefined) return [text.trim().replace(/\s+/g, ' ').slice(0, 500)];
  return [`${code}: ${detail}`, ...errors.map(({ field, message }) => `${field}: ${message}`)];
}
