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
  password_hash: string | null;
  issuer: string | null;
  subject: string | null;
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
    if (!(await this.insert(user))) throw new EmailTaken(user.email);
    await this.publishEvents(user);
  }

  async addOutside(user: User): Promise<void> {
    if (await this.insert(user)) await this.publishEvents(user);
  }

  async findByEmail(email: Email): Promise<User | undefined> {
    const [row] = await this.db.query<UserRow>(
      `SELECT * FROM users WHERE lower(email) = lower($1) AND password_hash IS NOT NULL`,
      [email.value],
    );
    return row && toUser(row);
  }

  find(userId: string): Promise<User | undefined> {
    return this.one('SELECT * FROM users WHERE id = $1', userId);
  }

  lock(userId: string): Promise<User | undefined> {
    return this.one('SELECT * FROM users WHERE id = $1 FOR UPDATE', userId);
  }

  async save(user: User): Promise<void> {
    await this.db.query(
      'UPDATE users SET email = $2, name = $3, role = $4, password_hash = $5, updated_at = now() WHERE id = $1',
      [user.id, user.email, user.name, user.role, user.passwordHash],
    );
    await this.publishEvents(user);
  }

  private async one(sql: string, userId: string): Promise<User | undefined> {
    if (!isUuid(userId)) return undefined;
    const [row] = await this.db.query<UserRow>(sql, [userId]);
    return row && toUser(row);
  }

  private async insert({ id, email, name, role, passwordHash, identity, createdAt }: User): Promise<boolean> {
    const added = await this.db.query(
      `INSERT INTO users (id, email, name, role, password_hash, issuer, subject, created_at, updated_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8) ON CONFLICT DO NOTHING RETURNING id`,
      [id, email, name, role, passwordHash, identity?.issuer, identity?.subject, createdAt],
    );
    return added.length > 0;
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
    passwordHash: row.password_hash ?? undefined,
    identity: row.issuer !== null && row.subject !== null ? { issuer: row.issuer, subject: row.subject } : undefined,
    createdAt: row.created_at,
  });
}
