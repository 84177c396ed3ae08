import { Clock, UseCase } from '@tradewind/kernel';
import { Password } from '../../domain/password';
import { RefreshFamilyRepository } from '../../domain/refresh-family.repository';
import { KeptOutside, PasswordUnchanged, UnknownUser, WrongPassword } from '../../domain/user.errors';
import { UserRepository } from '../../domain/user.repository';
import { PasswordCheck } from '../password-check';
import { PasswordHasher } from '../ports/password-hasher';

export interface ChangePassword {
  readonly userId: string;
  readonly currentPassword: string;
  readonly newPassword: string;
  /** Where the client is. */
  readonly address: string;
}

/** The hash that the current password was compared with, and the one that takes its place. */
interface Change {
  readonly from: string;
  readonly to: string;
}

/** Sets another password and ends every session: whoever knows the old one is out. */
export class ChangePasswordHandler implements UseCase<ChangePassword, void, Change> {
  constructor(
    private readonly users: UserRepository,
    private readonly families: RefreshFamilyRepository,
    private readonly check: PasswordCheck,
    private readonly passwords: PasswordHasher,
    private readonly clock: Clock,
  ) {}

  async prepare({ userId, currentPassword, newPassword, address }: ChangePassword): Promise<Change> {
    const user = await this.users.find(userId);
    if (!user) throw new UnknownUser(userId);
    const { email, passwordHash: from, identity } = user;
    if (from === undefined) throw new KeptOutside(userId, identity?.issuer ?? 'another issuer');
    const isRight = await this.check.isRight({ email, address }, { password: currentPassword, hash: from });
    if (!isRight) throw new WrongPassword();
    if (newPassword === currentPassword) throw new PasswordUnchanged();
    return { from, to: await this.passwords.hash(Password.of(newPassword)) };
  }

  async handle({ userId }: ChangePassword, { from, to }: Change): Promise<void> {
    const user = await this.users.lock(userId);
    // Somebody else changed it meanwhile, so what was compared is the password no longer.
    if (!user || user.passwordHash !== from) throw new WrongPassword();
    user.changePassword(to);
    await this.users.save(user);
    await this.families.revokeAllOf(userId, this.clock.now());
  }
}
