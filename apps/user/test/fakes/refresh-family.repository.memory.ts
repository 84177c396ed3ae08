import { RefreshFamily } from '../../src/domain/refresh-family';
import { RefreshFamilyRepository, RevokedFamily } from '../../src/domain/refresh-family.repository';

export class MemoryRefreshFamilyRepository extends RefreshFamilyRepository {
  private readonly rows = new Map<string, RefreshFamily>();

  async add(family: RefreshFamily, now: Date): Promise<void> {
    for (const row of this.ofUser(family.userId)) if (row.expiresAt <= now) this.rows.delete(row.id);
    await this.save(family);
  }

  async lock(familyId: string): Promise<RefreshFamily | undefined> {
    const row = this.rows.get(familyId);
    return row && copy(row);
  }

  async save(family: RefreshFamily): Promise<void> {
    this.rows.set(family.id, copy(family));
  }

  async revokeAllOf(userId: string, now: Date): Promise<void> {
    for (const row of this.ofUser(userId)) row.revoke(now);
  }

  async revokedSince(moment: Date): Promise<RevokedFamily[]> {
    return [...this.rows.values()].flatMap(({ id, revokedAt }) =>
      revokedAt && revokedAt > moment ? [{ id, revokedAt }] : [],
    );
  }

  ofUser(userId: string): RefreshFamily[] {
    return [...this.rows.values()].filter((row) => row.userId === userId);
  }
}

function copy({ id, userId, counter, rotatedAt, expiresAt, revokedAt }: RefreshFamily): RefreshFamily {
  return RefreshFamily.restore({ id, userId, counter, rotatedAt, expiresAt, revokedAt });
}
