import { Password } from './password';
import { PasswordLengthRefused } from './user.errors';

describe('a password', () => {
  it.each([
    ['eight letters', 'a'.repeat(8)],
    ['72 letters', 'a'.repeat(72)],
    ['two characters of four bytes', '🦊🦊'],
    ['blanks only', ' '.repeat(8)],
  ])('may be %s', (_, text) => expect(Password.of(text).text).toBe(text));

  it.each([
    ['seven letters', 'a'.repeat(7)],
    ['73 letters', 'a'.repeat(73)],
    ['37 characters of two bytes', 'ä'.repeat(37)],
  ])('may not be %s', (_, text) => expect(() => Password.of(text)).toThrow(PasswordLengthRefused));
});
