import { ClassOf, Envelope } from '@tradewind/contracts';
import { plainToInstance } from 'class-transformer';
import { validateSync, ValidationError } from 'class-validator';
import { fromWireCase } from './wire-case';

/** A message that no retry can help: it goes to the dead letters at once. */
export class UnreadableMessage extends Error {}

const REQUIRED = ['id', 'type', 'source', 'subject', 'correlationid', 'traceparent'] as const;

/** @throws UnreadableMessage if the bytes are not a CloudEvents envelope. */
export function readEnvelope(content: Buffer): Envelope {
  let parsed: unknown;
  try {
    parsed = JSON.parse(content.toString('utf8'));
  } catch {
    throw new UnreadableMessage('not JSON');
  }
  if (typeof parsed !== 'object' || parsed === null) throw new UnreadableMessage('not a JSON object');
  const envelope = parsed as Record<string, unknown>;
  const missing = REQUIRED.filter((field) => typeof envelope[field] !== 'string');
  if (missing.length > 0) throw new UnreadableMessage(`not a CloudEvents envelope: no ${missing.join(', ')}`);
  return parsed as Envelope;
}

/**
 * The data of a message as an instance of its contract's class. Fields that the class does not name are dropped, so
 * that a sender may be newer than its reader.
 * @throws UnreadableMessage with every field that is wrong.
 */
export function readData<T>(envelope: Envelope, dataClass: ClassOf<T>): T {
  const plain = fromWireCase(envelope.data ?? {});
  // class-validator lets through what is not an object at all.
  if (typeof plain !== 'object' || Array.isArray(plain)) {
    throw new UnreadableMessage(`data of ${envelope.type} is wrong: not an object`);
  }
  const data = plainToInstance(dataClass, plain);
  // A class without fields (a reply without content) has nothing to check.
  const errors = validateSync(data as object, { whitelist: true, forbidUnknownValues: false });
  if (errors.length > 0) throw new UnreadableMessage(`data of ${envelope.type} is wrong: ${describe(errors)}`);
  return data;
}

function describe(errors: ValidationError[]): string {
  return errors
    .flatMap((error) =>
      error.children?.length ? [describe(error.children)] : Object.values(error.constraints ?? { unknown: 'is wrong' }),
    )
    .join('; ');
}
