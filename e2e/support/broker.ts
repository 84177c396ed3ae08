import { eventually } from '@tradewind/testing';
import { urlOf } from './environment';

interface QueueBody {
  readonly name: string;
  readonly messages: number;
}

const EMPTY_WITHIN_MS = 30_000;
const LOOK_EVERY_MS = 250;

/** Waits until no queue holds a message: nothing waits, nothing is being handled, nothing is a dead letter. */
export async function queuesAreEmpty(): Promise<void> {
  const look = async (): Promise<void> => {
    const holding = (await queues()).filter(({ messages }) => messages > 0);
    expect(holding.map(({ name, messages }) => `${name}: ${messages}`)).toEqual([]);
  };
  await eventually(look, EMPTY_WITHIN_MS, LOOK_EVERY_MS);
}

/** Counts as they are now; the statistics of the management API lag some seconds behind. */
async function queues(): Promise<QueueBody[]> {
  const management = new URL(urlOf('rabbitmqUi'));
  const vhost = encodeURIComponent(new URL(urlOf('rabbitmq')).pathname.slice(1));
  const credentials = Buffer.from(`${management.username}:${management.password}`).toString('base64');
  const url = new URL(`/api/queues/${vhost}?disable_stats=true&enable_queue_totals=true`, management.origin);
  const answer = await fetch(url, { headers: { authorization: `Basic ${credentials}` } });
  if (!answer.ok) throw new Error(`RabbitMQ's management API answered ${answer.status}`);
  const all = (await answer.json()) as QueueBody[];
  if (all.length === 0) throw new Error('There is no queue at all');
  return all;
}
