import { Password } from '../../domain/password';
import { BcryptPasswordHasher } from './password-hasher.bcrypt';

const hasher = new BcryptPasswordHasher(4);

describe('a hashed password', () => {
  it('is known again, and no other', async () => {
    const hash = await hasher.hash(Password.of('correct horse'));
    expect(await hasher.matches('correct horse', hash)).toBe(true);
    expect(await hasher.matches('Correct horse', hash)).toBe(false);
  });

  it('is not known again by a longer text that begins with it', async () => {
    const longest = 'x'.repeat(72);
    const hash = await hasher.hash(Password.of(longest));
    expect(await hasher.matches(longest, hash)).toBe(true);
    expect(await hasher.matches(`${longest}y`, hash)).toBe(false);
  });

  it('is told apart behind a NUL too', async () => {
    const hash = await hasher.hash(Password.of('correct\0horse'));
    expect(await hasher.matches('correct\0zebra', hash)).toBe(false);
  });

  it('never matches where there is none, not even the stand-in', async () => {
    expect(await hasher.matches('nobody', undefined)).toBe(false);
  });
});
