import { Database } from '@tradewind/persistence';
import { RefreshFamily } from '../../domain/refresh-family';
import { RefreshFamilyRepository, RevokedFamily } from '../../domain/refresh-family.repository';
import { SessionEnds } from '../sessions/session-ends';

interface FamilyRow {
  id: string;
  user_id: string;
  counter: number;
  rotated_at: Date;
  expires_at: Date;
  revoked_at: Date | null;
}

/** What it ends it also tells, when that is committed and before anybody is answered. */
export class TypeOrmRefreshFamilyRepository extends RefreshFamilyRepository {
  constructor(
    private readonly db: Database,
    private readonly ends: SessionEnds,
  ) {
    super();
  }

  async add(family: RefreshFamily, now: Date): Promise<void> {
    await this.db.query('DELETE FROM refresh_families WHERE user_id = $1 AND expires_at <= $2', [family.userId, now]);
    await this.db.query(
      `INSERT INTO refresh_families (id, user_id, counter, rotated_at, expires_at, revoked_at)
       VALUES ($1, $2, $3, $4, $5, $6)`,
      [family.id, family.userId, family.counter, family.rotatedAt, family.expiresAt, family.revokedAt],
    );
  }

  async lock(familyId: string): Promise<RefreshFamily | undefined> {
    const [row] = await this.db.query<FamilyRow>('SELECT * FROM refresh_families WHERE id = $1 FOR UPDATE', [familyId]);
    return row && toFamily(row);
  }

  async save(family: RefreshFamily): Promise<void> {
    await this.db.query('UPDATE refresh_families SET counter = $2, rotated_at = $3, revoked_at = $4 WHERE id = $1', [
      family.id,
      family.counter,
      family.rotatedAt,
      family.revokedAt,
    ]);
    if (family.revokedAt) this.tell([{ id: family.id, revokedAt: family.revokedAt }]);
  }

  async revokeAllOf(userId: string, now: Date): Promise<void> {
    const ended = await this.db.query<{ id: string }>(
      'UPDATE refresh_families SET revoked_at = $2 WHERE user_id = $1 AND revoked_at IS NULL RETURNING id',
      [userId, now],
    );
    this.tell(ended.map(({ id }) => ({ id, revokedAt: now })));
  }

  revokedSince(moment: Date): Promise<RevokedFamily[]> {
    return this.db.query<RevokedFamily>(
      'SELECT id, revoked_at AS "revokedAt" FROM refresh_families WHERE revoked_at > $1',
      [moment],
    );
  }

  /** Where that fails, SessionEndTelling makes up for it. */
  private tell(ended: readonly RevokedFamily[]): void {
    if (ended.length > 0) this.db.afterCommit(() => this.ends.tell(ended).catch(() => undefined));
  }
}

function toFamily(row: FamilyRow): RefreshFamily {
  return RefreshFamily.restore({
    id: row.id,
    userId: row.user_id,
    counter: row.counter,
    rotatedAt: row.rotated_at,
    expiresAt: row.expires_at,
    revokedAt: row.revoked_at,
  });
}
