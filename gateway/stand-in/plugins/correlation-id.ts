import { randomUUID } from 'node:crypto';
import { boolean, object, oneOf, optional, text } from '../declaration/shape';
import type { Exchange } from '../exchange';
import { definePlugin } from './plugin';

const config = object({
  header_name: text(/^[A-Za-z0-9-]+$/, 'must be a header name'),
  generator: oneOf('uuid'),
  echo_downstream: optional(boolean, false),
});

/** The client's own id is kept, whatever it is; the answer names it even where the request was refused. */
export const correlationId = definePlugin({
  name: 'correlation-id',
  priority: 100_001,
  scopes: ['global'],
  config,
  start({ header_name, echo_downstream }) {
    const idOf = (exchange: Exchange): string =>
      (exchange.correlationId ??= exchange.header(header_name) || randomUUID());
    return {
      access(exchange) {
        exchange.towardsUpstream[header_name.toLowerCase()] = idOf(exchange);
        return undefined;
      },
      respond(exchange) {
        if (echo_downstream) exchange.towardsClient[header_name] = idOf(exchange);
      },
    };
  },
});
