import { get } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import type { ReadyCheck } from '../plan';

const POLL_MS = 150;
const ANSWER_WITHIN_MS = 2_000;

/** Resolves when every check has passed; rejects when the signal is aborted. */
export async function untilReady(checks: ReadyCheck[], signal: AbortSignal): Promise<void> {
  for (const check of checks) {
    while (!(await passes(check))) await sleep(POLL_MS, undefined, { signal });
    signal.throwIfAborted();
  }
}

function passes(check: ReadyCheck): Promise<boolean> {
  switch (check.kind) {
    case 'tcp':
      return accepts(check.port);
    case 'http':
      return answers(check);
    case 'postgres':
      return acceptsLogin(check.url);
  }
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    const settle = (result: boolean): void => {
      socket.destroy();
      resolve(result);
    };
    socket.setTimeout(ANSWER_WITHIN_MS, () => settle(false));
    socket.once('connect', () => settle(true));
    socket.once('error', () => settle(false));
  });
}

function answers({ url, status, user, password }: Extract<ReadyCheck, { kind: 'http' }>): Promise<boolean> {
  return new Promise((resolve) => {
    const auth = user === undefined ? undefined : `${user}:${password}`;
    const request = get(url, { agent: false, auth, timeout: ANSWER_WITHIN_MS }, (response) => {
      response.resume();
      resolve(status === undefined || response.statusCode === status);
    });
    request.once('timeout', () => request.destroy(new Error('no answer')));
    request.once('error', () => resolve(false));
  });
}

async function acceptsLogin(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: ANSWER_WITHIN_MS });
  // Without a listener a connection that breaks between two calls would end the whole process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.end();
    return true;
  } catch {
    return false;
  }
}
