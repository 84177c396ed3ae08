import { normalise, upstreamPath } from './path';

describe('A path, as Kong sees it', () => {
  it.each([
    ['/a/%41%7e%2D', '/a/A~-'],
    ['/a%2fb%20c', '/a%2Fb%20c'],
    ['//a///b', '/a/b'],
    ['/a/./b/../c', '/a/c'],
    ['/a/b/..', '/a/'],
    ['/a/.', '/a/'],
    ['/a/%2e%2E/b', '/b'],
    ['/a//../b', '/b'],
    ['/a/..b/...', '/a/..b/...'],
    ['/a\\..\\b', '/a%5C..%5Cb'],
    ['/a#b', '/a%23b'],
    ['/caf\u00e9', '/caf%E9'],
    ['/', '/'],
  ])('%s becomes %s', (raw, normalised) => {
    expect(normalise(raw)).toBe(normalised);
    expect(normalise(normalised)).toBe(normalised);
  });

  it.each(['/..', '/a/../../b', '/%', '/%g0', '/%00', 'http://a/b', '*', ''])('%s is refused', (raw) => {
    expect(normalise(raw)).toBeUndefined();
  });
});

describe("The upstream's path", () => {
  it.each([
    ['/base', '/api/users/42', '/api/users', '/base/42'],
    ['/base', '/api/users', '/api/users', '/base'],
    ['/base', '/api/users/', '/api/users', '/base/'],
    ['/base', '/api/usersfoo', '/api/users', '/base/foo'],
    ['/base', '/api/users/42', '/api/users/', '/base/42'],
    ['/base/', '/tr/a', '/tr', '/base/a'],
    ['/base/', '/tr', '/tr', '/base'],
    ['/', '/np/a', '/np', '/a'],
    ['/', '/np', '/np', '/'],
    ['/base', '/api/nostrip/a', '', '/base/api/nostrip/a'],
    ['/', '/npn/a', '', '/npn/a'],
    ['/base', '/api/re/77', '/api/re/77', '/base'],
    ['/', '/', '/', '/'],
  ])('below %s, %s less %s is %s', (base, path, stripped, expected) => {
    expect(upstreamPath(base, path, stripped.length)).toBe(expected);
  });
});
