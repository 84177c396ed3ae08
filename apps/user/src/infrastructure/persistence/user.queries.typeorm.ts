import { isUuid, Page, PageRequest, Role, toPage } from '@tradewind/kernel';
import { Database } from '@tradewind/persistence';
import { UserQueries, UserView } from '../../application/find-user/user.queries';

interface ViewRow {
  id: string;
  email: string;
  name: string;
  role: Role;
  issuer: string | null;
  created_at: Date;
}

export class TypeOrmUserQueries extends UserQueries {
  constructor(private readonly db: Database) {
    super();
  }

  async find(userId: string): Promise<UserView | undefined> {
    if (!isUuid(userId)) return undefined;
    const [row] = await this.db.query<ViewRow>(
      'SELECT id, email, name, role, issuer, created_at FROM users WHERE id = $1',
      [userId],
    );
    return row && toView(row);
  }

  async list({ limit, after }: PageRequest): Promise<Page<UserView>> {
    const rows = await this.db.query<ViewRow>(
      `SELECT id, email, name, role, issuer, created_at FROM users
       WHERE $1::timestamptz IS NULL OR (created_at, id) < ($1, $2::uuid)
       ORDER BY created_at DESC, id DESC LIMIT $3`,
      [after?.createdAt ?? null, after?.id ?? null, limit + 1],
    );
    return toPage(rows.map(toView), limit);
  }
}

function toView(row: ViewRow): UserView {
  const { id, email, name, role, issuer, created_at: createdAt } = row;
  return { id, email, name, role, ...(issuer !== null && { issuer }), createdAt };
}
