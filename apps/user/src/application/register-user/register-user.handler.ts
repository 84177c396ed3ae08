import { Clock, newId, UseCase } from '@tradewind/kernel';
import { Email } from '../../domain/email';
import { Password } from '../../domain/password';
import { User } from '../../domain/user';
import { UserRepository } from '../../domain/user.repository';
import { PasswordHasher } from '../ports/password-hasher';

/** For the door, which refuses by the same numbers but names the field. */
export { PASSWORD_BYTES } from '../../domain/password';

export interface RegisterUser {
  readonly email: string;
  readonly name: string;
  readonly password: string;
}

/** Opens an account; answers its id. */
export class RegisterUserHandler implements UseCase<RegisterUser, string, string> {
  constructor(
    private readonly users: UserRepository,
    private readonly passwords: PasswordHasher,
    private readonly clock: Clock,
  ) {}

  prepare({ password }: RegisterUser): Promise<string> {
    return this.passwords.hash(Password.of(password));
  }

  async handle({ email, name }: RegisterUser, passwordHash: string): Promise<string> {
    const user = User.register({ id: newId(), email: Email.of(email), name, passwordHash }, this.clock.now());
    await this.users.add(user);
    return user.id;
  }
}
