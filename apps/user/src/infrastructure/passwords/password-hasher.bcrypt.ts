import { compare, hash } from 'bcrypt';
import { PasswordHasher } from '../../application/ports/password-hasher';
import { Password, PASSWORD_BYTES } from '../../domain/password';

export class BcryptPasswordHasher extends PasswordHasher {
  /** Nobody's: compared with where there is no account. */
  private readonly dummy: Promise<string>;

  constructor(private readonly cost: number) {
    super();
    this.dummy = hash('nobody', cost);
  }

  hash(password: Password): Promise<string> {
    return hash(password.text, this.cost);
  }

  async matches(text: string, known: string | undefined): Promise<boolean> {
    const isSame = await compare(text, known ?? (await this.dummy));
    // bcrypt stops reading there: a longer text would match the password that it begins with.
    const isReadWhole = Buffer.byteLength(text) <= PASSWORD_BYTES.most;
    return known !== undefined && isSame && isReadWhole;
  }
}
