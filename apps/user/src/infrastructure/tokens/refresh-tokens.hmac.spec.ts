import { newId } from '@tradewind/kernel';
import { HmacRefreshTokens } from './refresh-tokens.hmac';

const tokens = new HmacRefreshTokens('a secret of thirty-two characters');
const content = { familyId: newId(), counter: 12 };

describe('a refresh token', () => {
  it('can be made again and read by whoever knows the secret', () => {
    expect(tokens.make(content)).toBe(tokens.make(content));
    expect(tokens.read(tokens.make(content))).toEqual(content);
  });

  it('cannot be made without the secret', () => {
    expect(tokens.read(new HmacRefreshTokens('another secret').make(content))).toBeUndefined();
  });

  it.each([
    ['another counter', (token: string) => token.replace('.12.', '.13.')],
    ['another family', (token: string) => token.replace(content.familyId, newId())],
    ['another way to write the counter', (token: string) => token.replace('.12.', '.012.')],
    ['another seal', (token: string) => `${token.slice(0, -43)}${'A'.repeat(43)}`],
    ['a seal cut short', (token: string) => token.slice(0, -1)],
    ['more behind it', (token: string) => `${token}A`],
    ['a line break behind it', (token: string) => `${token}\n`],
    ['nothing at all', () => ''],
  ])('is not read with %s', (_, change) => {
    expect(tokens.read(change(tokens.make(content)))).toBeUndefined();
  });
});
