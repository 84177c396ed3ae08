import { auditLines } from '../rendering/audit';
import type { AuditEntryBody, PageBody } from '../wire';
import type { Command } from './command';

export const audit: Command = async (api, { options: { target, limit } }) => {
  const body = await api.get<PageBody<AuditEntryBody>>('/api/audit-log', { target, limit });
  return { body, lines: () => auditLines(body) };
};
