import { boolean, integer, object, oneOf, optional } from '../declaration/shape';
import type { Answer } from '../errors';
import type { Exchange } from '../exchange';
import { definePlugin } from './plugin';

const BYTES = { bytes: 1, kilobytes: 1024, megabytes: 1024 * 1024 } as const;

const config = object({
  allowed_payload_size: optional(integer(0), 128),
  size_unit: optional(oneOf(['bytes', 'kilobytes', 'megabytes']), 'megabytes' as const),
  require_content_length: optional(boolean, false),
});

/** A declared length is judged before the body is read, an undeclared (chunked) one while it is read. */
export const requestSizeLimiting = definePlugin({
  name: 'request-size-limiting',
  priority: 951,
  toConsumers: 'yes',
  config,
  start({ allowed_payload_size, size_unit, require_content_length }) {
    const limit = allowed_payload_size * BYTES[size_unit];
    return {
      async access(exchange) {
        const declared = exchange.header('content-length');
        if (declared !== undefined) return Number(declared) > limit ? tooLarge(exchange) : undefined;
        const chunked = exchange.header('transfer-encoding') !== undefined;
        if (chunked) return (await exchange.body(limit)) === undefined ? tooLarge(exchange) : undefined;
        return require_content_length ? LENGTH_NEEDED : undefined;
      },
    };
  },
});

const LENGTH_NEEDED: Answer = {
  kind: 'error',
  status: 411,
  message: 'A valid Content-Length header is required',
};

function tooLarge(exchange: Exchange): Answer {
  const waits = exchange.header('expect')?.trim().toLowerCase() === '100-continue';
  return { kind: 'error', status: waits ? 417 : 413, message: 'Request size limit exceeded' };
}
