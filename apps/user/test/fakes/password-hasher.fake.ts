import { PasswordHasher } from '../../src/application/ports/password-hasher';
import { Password } from '../../src/domain/password';

export class FakePasswordHasher extends PasswordHasher {
  /** How often it was made to work, which is what an attacker could measure. */
  hashes = 0;
  comparisons = 0;

  async hash(password: Password): Promise<string> {
    this.hashes += 1;
    return `hash ${this.hashes} of ${password.text}`;
  }

  async matches(text: string, hash: string | undefined): Promise<boolean> {
    this.comparisons += 1;
    return hash?.replace(/^hash \d+ of /, '') === text;
  }
}
