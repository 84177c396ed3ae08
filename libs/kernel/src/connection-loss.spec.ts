import { isConnectionLoss } from './connection-loss';

const withCode = (code: string): Error => Object.assign(new Error('read'), { code });

describe('a lost connection', () => {
  it.each(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', '57P01', '57P03', '08006'])('is told by the code %s', (code) => {
    expect(isConnectionLoss(withCode(code))).toBe(true);
  });

  it.each(['Connection terminated unexpectedly', 'timeout exceeded when trying to connect'])(
    'is told by the words "%s"',
    (message) => expect(isConnectionLoss(new Error(message))).toBe(true),
  );

  it('is told by a transaction whose connection has been taken away', () => {
    const error = Object.assign(new Error('released'), { name: 'QueryRunnerProviderAlreadyReleasedError' });
    expect(isConnectionLoss(error)).toBe(true);
  });

  it.each([withCode('23505'), withCode('57014'), new Error('boom'), 'Connection terminated', undefined])(
    'is not %s',
    (error) => expect(isConnectionLoss(error)).toBe(false),
  );
});
