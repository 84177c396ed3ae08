import type { LoggerOptions } from 'pino';
import { mask } from './mask';

/** How every process logs: one JSON object a line, without secrets and e-mail addresses. */
export function logOptions(service: string, level: string): LoggerOptions {
  return {
    level,
    base: { service },
    messageKey: 'message',
    formatters: { level: (label) => ({ level: label }) },
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    hooks: { streamWrite: mask },
  };
}
