import { Page } from '@tradewind/kernel';
import { AuditEntry, AuditLog } from '../../src/application/ports/audit-log';

export class MemoryAuditLog extends AuditLog {
  readonly entries: AuditEntry[] = [];

  async write(entries: readonly AuditEntry[]): Promise<void> {
    this.entries.push(...entries);
  }

  async list(): Promise<Page<never>> {
    return { items: [], nextCursor: null };
  }
}
