import { Email } from '../../src/domain/email';
import { User } from '../../src/domain/user';
import { EmailTaken } from '../../src/domain/user.errors';
import { UserRegistered } from '../../src/domain/user.events';
import { UserRepository } from '../../src/domain/user.repository';

export class MemoryUserRepository extends UserRepository {
  readonly told: UserRegistered[] = [];
  private readonly rows = new Map<string, User>();

  async add(user: User): Promise<void> {
    if (await this.findByEmail(Email.of(user.email))) throw new EmailTaken(user.email);
    await this.save(user);
  }

  async addOutside(user: User): Promise<void> {
    if (!this.rows.has(user.id)) await this.save(user);
  }

  async findByEmail(email: Email): Promise<User | undefined> {
    const row = this.all().find((user) => user.email === email.value && user.passwordHash !== undefined);
    return row && copy(row);
  }

  async find(userId: string): Promise<User | undefined> {
    const row = this.rows.get(userId);
    return row && copy(row);
  }

  lock(userId: string): Promise<User | undefined> {
    return this.find(userId);
  }

  async save(user: User): Promise<void> {
    this.rows.set(user.id, copy(user));
    this.told.push(...user.pullEvents());
  }

  all(): User[] {
    return [...this.rows.values()];
  }
}

function copy(user: User): User {
  const { id, name, role, passwordHash, identity, createdAt } = user;
  return User.restore({ id, email: Email.of(user.email), name, role, passwordHash, identity, createdAt });
}
