import type { IncomingMessage } from 'node:http';
import type { Head, Line } from './exchange';
import { isSeen } from './well-formed';

/** Node joins or drops repeated headers; only the raw lines tell which of two would have been believed. */
export function headOf({ method = 'GET', url = '/', httpVersion, rawHeaders }: IncomingMessage): Head {
  const lines: Line[] = [];
  for (let i = 0; i < rawHeaders.length; i += 2) lines.push([rawHeaders[i] ?? '', rawHeaders[i + 1] ?? '']);
  return { method, target: url, version: httpVersion, lines: lines.filter(isSeen) };
}

/** What can be read of a request that the parser refused: nginx, too, answers such a one as its headers ask. */
export function headIn(packet: Buffer | undefined): Head {
  const [first = '', ...rest] = (packet?.toString('latin1') ?? '').split(/\r?\n/);
  const [method = '', target = '', protocol = ''] = first.split(' ');
  const end = rest.indexOf('');
  const lines = rest.slice(0, end < 0 ? rest.length : end).flatMap(parsed);
  return { method, target, version: protocol.replace('HTTP/', ''), lines: lines.filter(isSeen) };
}

function parsed(text: string): Line[] {
  const [, name, value] = /^([^:\s]+):[ \t]*(.*?)[ \t]*$/.exec(text) ?? [];
  return name === undefined || value === undefined ? [] : [[name, value]];
}
