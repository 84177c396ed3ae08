import type { FastifyRequest } from 'fastify';
import { refusePacked } from './content-coding';

const answerTo = (coding?: string): unknown => {
  let answer: unknown;
  const headers = coding === undefined ? {} : { 'content-encoding': coding };
  refusePacked({ headers } as FastifyRequest, {} as never, (error) => (answer = error));
  return answer;
};

describe('a body', () => {
  it.each(['gzip', 'br', 'GZIP', 'identity, gzip', 'x'])('that is packed (%s) is refused', (coding) => {
    expect(answerTo(coding)).toMatchObject({ status: 415 });
  });

  it.each([undefined, 'identity', 'Identity'])('that is not (%s) goes on', (coding) => {
    expect(answerTo(coding)).toBeUndefined();
  });
});
