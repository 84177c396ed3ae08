import { isPlainObject, refuse, type Reader } from '../declaration/shape';
import { correlationId } from './correlation-id';
import { cors } from './cors';
import { jwt } from './jwt';
import { opentelemetry } from './opentelemetry';
import type { Binding, Scope } from './plugin';
import { prometheus } from './prometheus';
import { rateLimiting } from './rate-limiting';
import { requestSizeLimiting } from './request-size-limiting';

const KINDS = [correlationId, cors, jwt, requestSizeLimiting, rateLimiting, prometheus, opentelemetry];

export function pluginAt(scope: Scope): Reader<Binding> {
  return (value, place) => {
    const name = isPlainObject(value) ? value['name'] : undefined;
    const kind = KINDS.find((one) => one.name === name);
    return kind ? kind.bindingAt(scope)(value, place) : refuse(`${place}.name`, 'no such plugin is implemented', name);
  };
}
