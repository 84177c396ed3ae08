import { user as contracts } from '@tradewind/contracts';
import { isUuid, Role } from '@tradewind/kernel';
import { EventPublisher } from '@tradewind/messaging';
import { Database } from '@tradewind/persistence';
import { Email } from '../../domain/email';
import { User } from '../../domain/user';
import { EmailTaken } from '../../domain/user.errors';
import { UserRepository } from '../../domain/user.repository';

interface UserRow {
  id: string;
  email: string;
  name: string;
  role: Role;
  password_hash: string;
  created_at: Date;
}

export class TypeOrmUserRepository extends UserRepository {
  constructor(
    private readonly db: Database,
    private readonly events: EventPublisher,
  ) {
    super();
  }

  /** Two at once: the second INSERT waits for the first one's transaction, then meets its row. */
  async add(user: User): Promise<void> {
    const added = await this.db.query(
      `INSERT INTO users (id, email, name, role, password_hash, created_at, updated_at)
       VALUES ($1, $2, $3, $4, $5, $6, $6) ON CONFLICT DO NOTHING RETURNING id`,
      [user.id, user.email, user.name, user.role, user.passwordHash, user.createdAt],
    );
    if (added.length === 0) throw new EmailTaken(user.email);
    await this.publishEvents(user);
  }

  async findByEmail(email: Email): Promise<User | undefined> {
    const [row] = await this.db.query<UserRow>('SELECT * FROM users WHERE lower(email) = lower($1)', [email.value]);
    return row && toUser(row);
  }

  async lock(userId: string): Promise<User | undefined> {
    if (!isUuid(userId)) return undefined;
    const [row] = await this.db.query<UserRow>('SELECT * FROM users WHERE id = $1 FOR UPDATE', [userId]);
    return row && toUser(row);
  }

  async save(user: User): Promise<void> {
    await this.db.query('UPDATE users SET name = $2, role = $3, password_hash = $4, updated_at = now() WHERE id = $1', [
      user.id,
      user.name,
      user.role,
      user.passwordHash,
    ]);
    await this.publishEvents(user);
  }

  private async publishEvents(user: User): Promise<void> {
    for (const { userId, email, name } of user.pullEvents()) {
      await this.events.publish(contracts.userRegistered, userId, { userId, email, name });
    }
  }
}

function toUser(row: UserRow): User {
  return User.restore({
    id: row.id,
    email: Email.of(row.email),
    name: row.name,
    role: row.role,
    passwordHash: row.password_hash,
    createdAt: row.created_at,
  });
}
