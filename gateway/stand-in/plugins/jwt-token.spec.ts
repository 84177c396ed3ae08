import { parseToken } from './jwt-token';

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const token = (header: unknown, claims: unknown = {}): string => `${part(header)}.${part(claims)}.AAAA`;

describe('The form of a token', () => {
  it.each([
    ['an empty text', '', 'invalid JSON'],
    ['two parts', 'a.b', 'invalid JSON'],
    ['two good parts', token({ alg: 'RS256' }).replace('.AAAA', ''), 'invalid JSON'],
    ['four parts', `${token({ alg: 'RS256' })}.x`, 'invalid signature'],
    ['a signature that is no base64', `${token({ alg: 'RS256' })}!`, 'invalid signature'],
    ['a list for a header', token([]), 'invalid alg'],
    ['a text for a header', token('RS256'), 'invalid JSON'],
    ['null for claims', token({ alg: 'RS256' }, null), 'invalid JSON'],
    ['no algorithm', token({ kid: 'k' }), 'invalid alg'],
    ['an algorithm that is no text', token({ alg: ['RS256'] }), 'invalid alg'],
    ['the algorithm in small letters', token({ alg: 'rs256' }), 'invalid alg'],
  ])('%s: refused', (_what, text, reason) => {
    expect(parseToken(text)).toBe(reason);
  });

  it.each(['JWT', 'at+jwt', 'other'])('may name the type %s: what it means is for the services to know', (typ) => {
    expect(parseToken(token({ alg: 'RS256', typ }))).toMatchObject({ header: { typ } });
  });

  it('has no claims but those that were sent', () => {
    const parsed = parseToken(token({ alg: 'RS256', typ: 'jwt' }));
    expect(typeof parsed === 'object' && parsed.claims['constructor']).toBeUndefined();
  });
});
