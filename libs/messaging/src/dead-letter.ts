import { Envelope } from '@tradewind/contracts';
import { ConsumeMessage } from 'amqplib';
import { isUtf8 } from 'node:buffer';
import { attemptOf, Header, messageIdOf } from './headers';
import { readEnvelope } from './message-reader';
import { DELIVERY_LIMIT } from './topology';

/** How much of a payload is shown: characters. */
const SHOWN = 64 * 1024;
/** JSON that is nested deeper is shown as text: not every reader survives it. */
const DEEPEST = 50;

/** A message that could not be handled, as people look at it. */
export interface DeadLetter {
  /** That of the message; of one without an id, `sha256-` and the beginning of the hash of its content. */
  readonly id: string;
  /** Where it could not be handled, such as `order.replies`. */
  readonly queue: string;
  readonly reason: string;
  /** How often it was handled before. */
  readonly attempts: number;
  readonly diedAt: Date | null;
  /** These are null when the message has no envelope that can be read. */
  readonly type: string | null;
  readonly source: string | null;
  readonly subject: string | null;
  readonly correlationId: string | null;
  readonly sagaId: string | null;
  readonly payload: unknown;
  /** What `payload` is: a JSON value, the content as text, or its bytes in base64. */
  readonly encoding: 'json' | 'text' | 'base64';
  /** Whether `payload` is only the beginning. */
  readonly truncated: boolean;
}

/** Reads what lies among the dead letters of `queue`, whatever it is. */
export function readDeadLetter(queue: string, message: ConsumeMessage): DeadLetter {
  const envelope = envelopeIn(message.content);
  return {
    id: messageIdOf(message),
    queue,
    ...deathOf(message),
    type: envelope?.type ?? null,
    source: envelope?.source ?? null,
    subject: envelope?.subject ?? null,
    correlationId: envelope?.correlationid ?? null,
    sagaId: typeof envelope?.sagaid === 'string' ? envelope.sagaid : null,
    ...payloadOf(message.content, envelope),
  };
}

function envelopeIn(content: Buffer): Envelope | undefined {
  try {
    return readEnvelope(content);
  } catch {
    return undefined;
  }
}

/** What the broker writes on a message that it moves itself; the latest death comes first. */
interface BrokerDeath {
  readonly reason?: string;
  readonly time?: { readonly value?: number };
}

/** Our consumers say why they gave a message up. Where they could not, the broker has noted that it moved it. */
function deathOf(message: ConsumeMessage): Pick<DeadLetter, 'reason' | 'attempts' | 'diedAt'> {
  const headers: Record<string, unknown> = message.properties.headers ?? {};
  const attempts = attemptOf(message);
  const reason = headers[Header.DeadReason];
  if (typeof reason === 'string') return { reason, attempts, diedAt: dateOf(headers[Header.DeadAt]) };

  const deaths = headers['x-death'];
  const death = (Array.isArray(deaths) ? deaths[0] : undefined) as BrokerDeath | undefined;
  const diedAt = dateOf(Number(death?.time?.value) * 1_000);
  // It is delivered once more than the limit says before it is over it.
  if (death?.reason === 'delivery_limit') return { reason: OVER_THE_LIMIT, attempts: DELIVERY_LIMIT + 1, diedAt };
  return { reason: death ? `the broker moved it: ${String(death.reason)}` : 'unknown', attempts, diedAt };
}

const OVER_THE_LIMIT = `handed out more than ${DELIVERY_LIMIT} times, and never acknowledged`;

function dateOf(value: unknown): Date | null {
  const date = new Date(typeof value === 'string' || typeof value === 'number' ? value : NaN);
  return Number.isNaN(date.getTime()) ? null : date;
}

function payloadOf(
  content: Buffer,
  envelope: Envelope | undefined,
): Pick<DeadLetter, 'payload' | 'encoding' | 'truncated'> {
  if (!isUtf8(content)) {
    const bytes = (SHOWN / 4) * 3;
    const payload = content.subarray(0, bytes).toString('base64');
    return { payload, encoding: 'base64', truncated: content.length > bytes };
  }
  const text = content.toString('utf8');
  if (text.length > SHOWN) return { payload: text.slice(0, SHOWN).toWellFormed(), encoding: 'text', truncated: true };
  const json = envelope ? { value: envelope.data } : jsonIn(text);
  if (!json || isDeeperThan(DEEPEST, json.value)) return { payload: text, encoding: 'text', truncated: false };
  return { payload: json.value ?? null, encoding: 'json', truncated: false };
}

function jsonIn(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}

function isDeeperThan(levels: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeperThan(levels - 1, inner));
}
