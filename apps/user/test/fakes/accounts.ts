import { Dispatcher, DomainError } from '@tradewind/kernel';
import { FixedClock, MemoryUnitOfWork } from '@tradewind/testing';
import { AppointAdminHandler } from '../../src/application/appoint-admin/appoint-admin.handler';
import { ChangePasswordHandler } from '../../src/application/change-password/change-password.handler';
import { ChangeRoleHandler } from '../../src/application/change-role/change-role.handler';
import {
  LinkOutsideUser,
  LinkOutsideUserHandler,
} from '../../src/application/link-outside-user/link-outside-user.handler';
import { LogInHandler } from '../../src/application/log-in/log-in.handler';
import { LogOutEverywhereHandler } from '../../src/application/log-out-everywhere/log-out-everywhere.handler';
import { LogOutHandler } from '../../src/application/log-out/log-out.handler';
import { PasswordCheck } from '../../src/application/password-check';
import { RefreshSessionHandler } from '../../src/application/refresh-session/refresh-session.handler';
import { RegisterUserHandler } from '../../src/application/register-user/register-user.handler';
import { RenameUserHandler } from '../../src/application/rename-user/rename-user.handler';
import { TokenPair } from '../../src/application/token-pair';
import { MemoryLoginAttemptsRepository } from './login-attempts.repository.memory';
import { FakePasswordHasher } from './password-hasher.fake';
import { MemoryRefreshFamilyRepository } from './refresh-family.repository.memory';
import { MemorySecurityLog } from './security-log.memory';
import { FakeAccessTokens, FakeRefreshTokens } from './tokens.fake';
import { MemoryUserQueries } from './user.queries.memory';
import { MemoryUserRepository } from './user.repository.memory';

export const YASH = { email: 'yash@example.com', name: 'Yash', password: 'correct horse' };
export const MIRA = { email: 'mira@example.com', name: 'Mira', password: 'battery staple' };
const ADDRESS = '203.0.113.7';

/** The whole service over memory: what it can do, and the fakes to look behind. */
export class Accounts {
  readonly clock = new FixedClock();
  readonly users = new MemoryUserRepository();
  readonly families = new MemoryRefreshFamilyRepository();
  readonly passwords = new FakePasswordHasher();
  readonly securityLog = new MemorySecurityLog();
  private readonly queries = new MemoryUserQueries(this.users);
  private readonly access = new FakeAccessTokens();
  private readonly tokens = new FakeRefreshTokens();
  private readonly unitOfWork = new MemoryUnitOfWork();
  private readonly dispatcher = new Dispatcher(this.unitOfWork);
  private readonly attempts = new MemoryLoginAttemptsRepository();
  private readonly check = new PasswordCheck(this.attempts, this.passwords, this.unitOfWork, this.clock);

  register(account = YASH): Promise<string> {
    return this.dispatcher.run(new RegisterUserHandler(this.users, this.passwords, this.clock), account);
  }

  loggingIn(): LogInHandler {
    const { users, families, check, access, tokens, clock } = this;
    return new LogInHandler(users, families, check, access, tokens, clock);
  }

  logIn({ email, password }: { email: string; password: string } = YASH, address = ADDRESS): Promise<TokenPair> {
    return this.dispatcher.run(this.loggingIn(), { email, password, address });
  }

  changingPassword(): ChangePasswordHandler {
    return new ChangePasswordHandler(this.users, this.families, this.check, this.passwords, this.clock);
  }

  changePassword(userId: string, change: { currentPassword: string; newPassword: string }): Promise<void> {
    return this.dispatcher.run(this.changingPassword(), { userId, ...change, address: ADDRESS });
  }

  async refresh(refreshToken: string): Promise<TokenPair> {
    const { families, queries, access, tokens, securityLog, clock } = this;
    const handler = new RefreshSessionHandler(families, queries, access, tokens, securityLog, clock);
    const answer = await this.dispatcher.run(handler, { refreshToken });
    if (answer instanceof DomainError) throw answer;
    return answer;
  }

  logOut(userId: string, refreshToken: string): Promise<void> {
    return this.dispatcher.run(new LogOutHandler(this.families, this.tokens, this.clock), { userId, refreshToken });
  }

  logOutEverywhere(userId: string): Promise<void> {
    return this.dispatcher.run(new LogOutEverywhereHandler(this.families, this.clock), { userId });
  }

  rename(userId: string, name: string): Promise<void> {
    return this.dispatcher.run(new RenameUserHandler(this.users), { userId, name });
  }

  changeRole(userId: string, role: 'ADMIN' | 'CUSTOMER', changedBy: string): Promise<void> {
    return this.dispatcher.run(new ChangeRoleHandler(this.users), { userId, role, changedBy });
  }

  linkOutsideUser(seen: LinkOutsideUser): Promise<void> {
    return this.dispatcher.run(new LinkOutsideUserHandler(this.users, this.clock), seen);
  }

  appointing(): AppointAdminHandler {
    return new AppointAdminHandler(this.users, this.families, this.passwords, this.clock);
  }

  appointAdmin(admin: { email: string; password: string }): Promise<boolean> {
    return this.dispatcher.run(this.appointing(), admin);
  }
}
