import { ArgumentMetadata, NotFoundException, ValidationError, ValidationPipe } from '@nestjs/common';
import { FieldError, RequestInvalid } from './problem.filter';

/** Deeper than any request of ours, and far from where recursion over it would end the stack. */
const DEEPEST = 20;

/** Checks the shape of every request; unknown fields are refused by name. */
export function requestValidation(): ValidationPipe {
  return new RequestValidation({
    whitelist: true,
    forbidNonWhitelisted: true,
    transform: true,
    exceptionFactory: (errors) => new RequestInvalid(errors.flatMap((error) => fieldErrors(error))),
  });
}

/** Looks first for what no rule of a DTO sees: bodies without an end, text that PostgreSQL cannot store, inherited names. */
class RequestValidation extends ValidationPipe {
  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (metadata.type === 'custom') return super.transform(value, metadata);
    // class-validator takes null for an object without properties.
    const isNothing = metadata.type === 'body' && value === null;
    const errors = isNothing ? [{ field: 'body', message: 'body must be an object' }] : [...unfit(value, '')];
    if (errors.length === 0) return super.transform(value, metadata);
    // An id that cannot be stored is the id of nothing.
    throw metadata.type === 'param' ? new NotFoundException('There is nothing here.') : new RequestInvalid(errors);
  }
}

function* unfit(value: unknown, field: string, depth = 0): Generator<FieldError> {
  if (typeof value === 'string' && (value.includes('\0') || !value.isWellFormed())) {
    yield { field, message: `${field} must not contain U+0000 or half a surrogate pair` };
  } else if (typeof value === 'object' && value !== null) {
    if (depth === DEEPEST) yield { field, message: `${field} is nested too deep` };
    else for (const [key, inner] of Object.entries(value)) yield* unfitProperty(key, inner, field, depth);
  }
}

/** What every object has a property of is known to class-validator, and so is not refused as unknown. */
function* unfitProperty(key: string, value: unknown, parent: string, depth: number): Generator<FieldError> {
  const field = parent ? `${parent}.${key}` : key;
  if (key in Object.prototype || key === 'prototype') yield { field, message: `property ${key} should not exist` };
  else yield* unfit(value, field, depth + 1);
}

function fieldErrors(error: ValidationError, parent = ''): FieldError[] {
  const field = parent ? `${parent}.${error.property}` : error.property;
  const own = Object.values(error.constraints ?? {}).map((message) => ({ field, message }));
  return [...own, ...(error.children ?? []).flatMap((child) => fieldErrors(child, field))];
}
