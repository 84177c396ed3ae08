import { Clock, newId, UseCase } from '@tradewind/kernel';
import { WrongCredentials } from '../../domain/auth.errors';
import { Email } from '../../domain/email';
import { RefreshFamily } from '../../domain/refresh-family';
import { RefreshFamilyRepository } from '../../domain/refresh-family.repository';
import { User } from '../../domain/user';
import { UserRepository } from '../../domain/user.repository';
import { PasswordCheck } from '../password-check';
import { AccessTokens } from '../ports/access-tokens';
import { RefreshTokens } from '../ports/refresh-tokens';
import { TokenPair, tokenPair } from '../token-pair';

export interface LogIn {
  readonly email: string;
  readonly password: string;
  /** Where the client is. */
  readonly address: string;
}

/** Proves who somebody is and opens a session: a family of refresh tokens. */
export class LogInHandler implements UseCase<LogIn, TokenPair, User> {
  constructor(
    private readonly users: UserRepository,
    private readonly families: RefreshFamilyRepository,
    private readonly passwords: PasswordCheck,
    private readonly accessTokens: AccessTokens,
    private readonly refreshTokens: RefreshTokens,
    private readonly clock: Clock,
  ) {}

  async prepare({ email: text, password, address }: LogIn): Promise<User> {
    const email = Email.of(text);
    const user = await this.users.findByEmail(email);
    const hash = user?.passwordHash;
    const isRight = await this.passwords.isRight({ email: email.value, address }, { password, hash });
    if (!user || !isRight) throw new WrongCredentials();
    return user;
  }

  async handle(_: LogIn, { id, passwordHash }: User): Promise<TokenPair> {
    const user = await this.users.lock(id);
    // A change of password ends all sessions; one that the old password opens must not slip in behind it.
    if (!user || user.passwordHash !== passwordHash) throw new WrongCredentials();
    const now = this.clock.now();
    const family = RefreshFamily.open(newId(), user.id, now);
    await this.families.add(family, now);
    return tokenPair(await this.accessTokens.issue(user, family.id, now), this.refreshTokens, family);
  }
}
