import type { ConnectionError } from 'fastify';
import { PassThrough } from 'node:stream';
import type { Socket } from 'node:net';
import { unreadableRequest } from './problem.filter';

/** What is written to a connection on which that came. */
function answerTo(code: string): string {
  const socket = new PassThrough();
  unreadableRequest({ code } as ConnectionError, socket as unknown as Socket);
  return String(socket.read() ?? '');
}

describe('what is no request', () => {
  it.each([
    ['HPE_INVALID_METHOD', 400, 'request.malformed'],
    ['HPE_HEADER_OVERFLOW', 431, 'request.head-too-large'],
    ['ERR_HTTP_REQUEST_TIMEOUT', 408, 'request.timed-out'],
  ])('is answered by a problem: %s', (code, status, problem) => {
    const [head = '', body = ''] = answerTo(code).split('\r\n\r\n');
    expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(head).toContain('Content-Type: application/problem+json');
    expect(head).toContain(`Content-Length: ${Buffer.byteLength(body)}`);
    expect(JSON.parse(body)).toMatchObject({ type: `/problems/${problem}`, status, code: problem });
  });

  it('is not answered when its connection is gone', () => {
    expect(answerTo('ECONNRESET')).toBe('');
  });
});
