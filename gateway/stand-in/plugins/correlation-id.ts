import { randomUUID } from 'node:crypto';
import { boolean, headerName, object, oneOf, optional } from '../declaration/shape';
import type { Exchange } from '../exchange';
import { definePlugin } from './plugin';

const config = object({
  header_name: optional(headerName, 'Kong-Request-ID'),
  generator: oneOf(['uuid'], ['uuid#counter', 'tracker']),
  echo_downstream: optional(boolean, false),
});

/** The client's own id is kept, whatever it is; the answer names it even where the request was refused. */
export const correlationId = definePlugin({
  name: 'correlation-id',
  priority: 100_001,
  toConsumers: 'in Kong',
  config,
  start({ header_name, echo_downstream }) {
    const idOf = (exchange: Exchange): string =>
      (exchange.correlationId ??= exchange.header(header_name) || randomUUID());
    return {
      access(exchange) {
        const id = idOf(exchange);
        if (exchange.header(header_name) !== id) exchange.towardsUpstream[header_name] = id;
        return undefined;
      },
      respond(exchange) {
        if (echo_downstream) exchange.towardsClient[header_name] = idOf(exchange);
      },
    };
  },
});
