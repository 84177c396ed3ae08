import { nearestProxy } from './client-address';

describe('a proxy whose word about the client counts', () => {
  it.each([
    ['127.0.0.0/8,::1', '127.0.0.1'],
    ['127.0.0.0/8,::1', '::ffff:127.0.0.1'],
    ['127.0.0.0/8, ::1', '::1'],
    ['10.0.0.7', '10.0.0.7'],
    ['fd00::/8', 'fd12::1'],
    ['0.0.0.0/0', '203.0.113.7'],
  ])('is, with %s, the one at %s', (proxies, address) => expect(nearestProxy(proxies)(address, 0)).toBe(true));

  it.each([
    ['127.0.0.0/8,::1', '10.0.0.1'],
    ['10.0.0.7', '10.0.0.8'],
    ['', '127.0.0.1'],
    ['127.0.0.0/8', ''],
  ])('is, with %s, not the one at "%s"', (proxies, address) => expect(nearestProxy(proxies)(address, 0)).toBe(false));

  it('is only the one that connects to us: who stands before it may be made up', () => {
    expect(nearestProxy('127.0.0.0/8')('127.0.0.1', 1)).toBe(false);
  });

  it.each(['localhost', '10.0.0.0/33', 'fd00::/129', '10.0.0.0/-1', '10.0.0', '10.0.0.0/8/8'])(
    'cannot be listed as %s',
    (proxies) => expect(() => nearestProxy(proxies)).toThrow(`"${proxies}" is no address or network`),
  );
});
