import { integer, object, oneOf, optional } from '../declaration/shape';
import type { Answer } from '../errors';
import type { Exchange } from '../exchange';
import { definePlugin } from './plugin';

const BYTES = { kilobytes: 1024, megabytes: 1024 * 1024 } as const;

const config = object({
  allowed_payload_size: integer(1),
  size_unit: oneOf('kilobytes', 'megabytes'),
  require_content_length: optional(oneOf(false), false),
});

/** A declared length is judged before the body is read, an undeclared (chunked) one while it is read. */
export const requestSizeLimiting = definePlugin({
  name: 'request-size-limiting',
  priority: 951,
  scopes: ['global', 'service', 'route'],
  config,
  start({ allowed_payload_size, size_unit }) {
    const limit = allowed_payload_size * BYTES[size_unit];
    return {
      async access(exchange) {
        const declared = exchange.header('content-length');
        if (declared !== undefined) return Number(declared) > limit ? tooLarge(exchange) : undefined;
        const chunked = exchange.header('transfer-encoding') !== undefined;
        return chunked && (await exchange.body(limit)) === undefined ? tooLarge(exchange) : undefined;
      },
    };
  },
});

function tooLarge(exchange: Exchange): Answer {
  const waits = exchange.header('expect')?.toLowerCase() === '100-continue';
  return { kind: 'error', status: waits ? 417 : 413, message: 'Request size limit exceeded' };
}
