/**
 * The path as Kong matches and forwards it: percent-encoded unreserved characters decoded, slashes merged, dot segments
 * removed, everything that does not belong into a path encoded (a backslash, which URL parsers take for a slash, too).
 * Undefined for what nginx answers with 400 before Kong sees it: bad escapes, a zero byte, a climb above the root.
 */
export function normalise(raw: string): string | undefined {
  if (!raw.startsWith('/') || /%(?![0-9A-Fa-f]{2})|%00/.test(raw)) return undefined;
  const decoded = raw.replace(/%[0-9A-Fa-f]{2}/g, decodeUnreserved).replace(/\/{2,}/g, '/');
  return removeDotSegments(decoded)?.replace(/[^A-Za-z0-9\-._~!$&'()*+,;=:@/[\]%]/g, encode);
}

function decodeUnreserved(code: string): string {
  const character = String.fromCharCode(Number.parseInt(code.slice(1), 16));
  return /[A-Za-z0-9\-._~]/.test(character) ? character : code.toUpperCase();
}

function encode(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}

function removeDotSegments(path: string): string | undefined {
  if (!path.includes('/.')) return path;
  const kept: string[] = [];
  const segments = path.split('/').slice(1);
  for (const [index, segment] of segments.entries()) {
    const dots = segment === '.' || segment === '..';
    if (segment === '..' && kept.pop() === undefined) return undefined;
    if (!dots) kept.push(segment);
    else if (index === segments.length - 1) kept.push('');
  }
  return `/${kept.join('/')}`;
}

/** What the upstream sees: the service's path, then the request's path, less what the route matched where that is stripped. */
export function upstreamPath(base: string, path: string, stripped: number): string {
  const rest = path.slice(stripped).replace(/^\//, '');
  if (rest !== '') return base.endsWith('/') ? base + rest : `${base}/${rest}`;
  if (base === '/') return base;
  const bare = base.replace(/\/$/, '');
  return path.endsWith('/') ? `${bare}/` : bare;
}
