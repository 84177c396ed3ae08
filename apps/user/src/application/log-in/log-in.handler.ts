import { Clock, newId, UseCase } from '@tradewind/kernel';
import { WrongCredentials } from '../../domain/auth.errors';
import { Email } from '../../domain/email';
import { RefreshFamily } from '../../domain/refresh-family';
import { RefreshFamilyRepository } from '../../domain/refresh-family.repository';
import { User } from '../../domain/user';
import { UserRepository } from '../../domain/user.repository';
import { AccessTokens } from '../ports/access-tokens';
import { PasswordHasher } from '../ports/password-hasher';
import { RefreshTokens } from '../ports/refresh-tokens';
import { TokenPair, tokenPair } from '../token-pair';

export interface LogIn {
  readonly email: string;
  readonly password: string;
}

/** Proves who somebody is and opens a session: a family of refresh tokens. */
export class LogInHandler implements UseCase<LogIn, TokenPair, User> {
  constructor(
    private readonly users: UserRepository,
    private readonly families: RefreshFamilyRepository,
    private readonly passwords: PasswordHasher,
    private readonly accessTokens: AccessTokens,
    private readonly refreshTokens: RefreshTokens,
    private readonly clock: Clock,
  ) {}

  async prepare({ email, password }: LogIn): Promise<User> {
    const user = await this.users.findByEmail(Email.of(email));
    const isRight = await this.passwords.matches(password, user?.passwordHash);
    if (!user || !isRight) throw new WrongCredentials();
    return user;
  }

  async handle(_: LogIn, user: User): Promise<TokenPair> {
    const now = this.clock.now();
    const family = RefreshFamily.open(newId(), user.id, now);
    await this.families.add(family, now);
    return tokenPair(await this.accessTokens.issue(user, now), this.refreshTokens, family);
  }
}
