import { aFile } from './test/file';
import { parseDeclaration } from './declaration/declaration';
import { Router } from './router';

interface RouteFields {
  name: string;
  paths: string[];
  methods?: string[];
}

function matched(routes: RouteFields[], method: string, path: string): string | undefined {
  const { services } = parseDeclaration(aFile({ routes }));
  return new Router(services).match(method, path)?.route.name;
}

describe('The router', () => {
  it('prefers a longer prefix, whatever the order in the file', () => {
    const routes = [
      { name: 'short', paths: ['/a'] },
      { name: 'long', paths: ['/a/b'] },
    ];
    expect(matched(routes, 'GET', '/a/b/c')).toBe('long');
    expect(matched(routes, 'GET', '/a/c')).toBe('short');
  });

  it('prefers a pattern to any prefix', () => {
    const routes = [
      { name: 'prefix', paths: ['/a/re/verylongprefix'] },
      { name: 'pattern', paths: ['~/a/re/v'] },
    ];
    expect(matched(routes, 'GET', '/a/re/verylongprefix')).toBe('pattern');
  });

  it('prefers a route with methods to a pattern without', () => {
    const routes = [
      { name: 'pattern', paths: ['~/a/b$'] },
      { name: 'methods', paths: ['/a'], methods: ['GET'] },
    ];
    expect(matched(routes, 'GET', '/a/b')).toBe('methods');
    expect(matched(routes, 'POST', '/a/b')).toBe('pattern');
  });

  it('ranks each path of a route by itself', () => {
    const routes = [
      { name: 'both', paths: ['/a', '/b/c/d'] },
      { name: 'one', paths: ['/a/b'] },
    ];
    expect(matched(routes, 'GET', '/a/b')).toBe('one');
    expect(matched(routes, 'GET', '/b/c/d/e')).toBe('both');
  });

  it('takes a prefix as characters, not as segments, and minds the case', () => {
    const routes = [
      { name: 'bare', paths: ['/users'] },
      { name: 'slash', paths: ['/orders/'] },
    ];
    expect(matched(routes, 'GET', '/usersfoo')).toBe('bare');
    expect(matched(routes, 'GET', '/orders')).toBeUndefined();
    expect(matched(routes, 'GET', '/Users')).toBeUndefined();
  });

  it('anchors a pattern at the start only', () => {
    const routes = [{ name: 're', paths: ['~/a|/b'] }];
    expect(matched(routes, 'GET', '/b/c')).toBe('re');
    expect(matched(routes, 'GET', '/c/b')).toBeUndefined();
  });
});
