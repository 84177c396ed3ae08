import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { buildMessage, ValidateBy } from 'class-validator';

interface TextLimits {
  readonly max: number;
  readonly min?: number;
  readonly each?: boolean;
}

/** A text without blanks around it, and without NUL, which PostgreSQL cannot store. */
export function IsText({ max, min = 1, each = false }: TextLimits): PropertyDecorator {
  const validate = (value: unknown) =>
    typeof value === 'string' && value.length >= min && value.length <= max && !value.includes('\0');
  const defaultMessage = buildMessage((prefix) => `${prefix}$property must be a text of ${min} to ${max} characters`, {
    each,
  });
  return applyDecorators(
    Transform(({ value }: { value: unknown }) => (Array.isArray(value) ? value.map(trim) : trim(value))),
    ValidateBy({ name: 'isText', validator: { validate, defaultMessage } }, { each }),
  );
}

function trim(value: unknown): unknown {
  return typeof value === 'string' ? value.trim() : value;
}
