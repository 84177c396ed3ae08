import type { AuditEntryBody, PageBody } from '../wire';
import { titled } from './text';

export function auditLines({ items, next_cursor }: PageBody<AuditEntryBody>): string[] {
  if (items.length === 0) return ['Nobody has done anything by hand.'];
  const rows = items.map(({ created_at, by, action, target, note }) => [created_at, by, action, target, note ?? '']);
  return [
    ...titled(['at', 'by', 'action', 'target', 'note'], rows),
    ...(next_cursor === null ? [] : ['There are more: --limit 100, or --target for one saga or queue.']),
  ];
}
