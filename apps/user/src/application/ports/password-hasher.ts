import { Password } from '../../domain/password';

/** Slow on purpose: call it in `prepare`, where no database connection waits for it. */
export abstract class PasswordHasher {
  abstract hash(password: Password): Promise<string>;

  /** Without a hash the answer is no and takes just as long, so that it does not tell whether there is an account. */
  abstract matches(text: string, hash: string | undefined): Promise<boolean>;
}
