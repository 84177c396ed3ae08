import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { Length } from 'class-validator';

/** What `IsText` asks of a text, as a pattern of OpenAPI. */
export const NOT_BLANK = '\\S';

/** A text (or, with `each`, a list of them) of so many characters, the blanks around it taken off. */
export function IsText({ min = 1, max, each = false }: { min?: number; max: number; each?: boolean }) {
  return applyDecorators(
    Transform(({ value }: { value: unknown }) => (Array.isArray(value) ? value.map(trim) : trim(value))),
    Length(min, max, { each }),
  );
}

function trim(value: unknown): unknown {
  return typeof value === 'string' ? value.trim() : value;
}
