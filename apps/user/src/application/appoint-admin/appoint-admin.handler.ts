import { Clock, newId, Role, UseCase } from '@tradewind/kernel';
import { Email } from '../../domain/email';
import { Password } from '../../domain/password';
import { RefreshFamilyRepository } from '../../domain/refresh-family.repository';
import { User } from '../../domain/user';
import { EmailTaken } from '../../domain/user.errors';
import { UserRepository } from '../../domain/user.repository';
import { PasswordHasher } from '../ports/password-hasher';

export interface AppointAdmin {
  readonly email: string;
  readonly password: string;
}

/** What was found, and the new hash where something must change. */
interface Appointment {
  readonly found?: User;
  readonly passwordHash?: string;
}

/**
 * Sees to it that the ADMIN of the settings exists, with that role and password. Answers false if somebody else
 * changed the user meanwhile (replicas that start together do): then it is to be tried again.
 */
export class AppointAdminHandler implements UseCase<AppointAdmin, boolean, Appointment> {
  constructor(
    private readonly users: UserRepository,
    private readonly families: RefreshFamilyRepository,
    private readonly passwords: PasswordHasher,
    private readonly clock: Clock,
  ) {}

  async prepare({ email, password }: AppointAdmin): Promise<Appointment> {
    const found = await this.users.findByEmail(Email.of(email));
    const isCurrent = found?.role === Role.Admin && (await this.passwords.matches(password, found.passwordHash));
    if (isCurrent) return { found };
    return { ...(found ? { found } : {}), passwordHash: await this.passwords.hash(Password.of(password)) };
  }

  async handle({ email }: AppointAdmin, { found, passwordHash }: Appointment): Promise<boolean> {
    if (passwordHash === undefined) return true;
    return found ? this.appoint(found, passwordHash) : this.create(Email.of(email), passwordHash);
  }

  private async appoint(found: User, passwordHash: string): Promise<boolean> {
    const user = await this.users.lock(found.id);
    if (!user || user.passwordHash !== found.passwordHash || user.role !== found.role) return false;
    user.appoint(passwordHash);
    await this.users.save(user);
    await this.families.revokeAllOf(user.id, this.clock.now());
    return true;
  }

  private async create(email: Email, passwordHash: string): Promise<boolean> {
    try {
      const admin = { id: newId(), email, name: 'Administrator', passwordHash };
      await this.users.add(User.firstAdmin(admin, this.clock.now()));
      return true;
    } catch (error) {
      if (error instanceof EmailTaken) return false;
      throw error;
    }
  }
}
