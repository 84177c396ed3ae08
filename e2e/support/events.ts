import { type EventStream, openEventStream } from '@tradewind/testing';
import { gatewayUrl } from './environment';
import type { Customer } from './people';

/** Opens the event stream of an order through the gateway, after the step with the given id. */
export function watchOrder({ api }: Pick<Customer, 'api'>, orderId: string, after?: string): Promise<EventStream> {
  const headers = { authorization: `Bearer ${api.token}` };
  const url = new URL(`/api/orders/${orderId}/events`, gatewayUrl()).href;
  return openEventStream(url, after === undefined ? headers : { ...headers, 'last-event-id': after });
}

/** The steps of a stream so far, as one line each: `do reserve stock: sent`. */
export function stepsOf(stream: EventStream): string[] {
  return stepEvents(stream).map(({ data }) => {
    const { action, step, what } = data as Record<string, string>;
    return `${action} ${step}: ${what}`;
  });
}

export function idsOf(stream: EventStream): string[] {
  return stepEvents(stream).map(({ id }) => id!);
}

/** What the stream has said of the order's status so far. */
export function statusesOf({ events }: EventStream): string[] {
  return events.filter(({ event }) => event === 'order').map(({ data }) => String(data['status']));
}

function stepEvents({ events }: EventStream): EventStream['events'] {
  return events.filter(({ event }) => event === 'step');
}
