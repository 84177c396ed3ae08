import { ApiPropertyOptional } from '@nestjs/swagger';
import { decodeCursor, Page, PageRequest } from '@tradewind/kernel';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, Max, Min, registerDecorator } from 'class-validator';
import { RequestInvalid } from './problem.filter';

const NOT_OURS = 'cursor is not one that this list gave out';

/** A cursor that one of our lists gave out. */
function IsCursor(): PropertyDecorator {
  return (target, propertyName) =>
    registerDecorator({
      name: 'isCursor',
      target: target.constructor,
      propertyName: String(propertyName),
      options: { message: NOT_OURS },
      validator: { validate: (value) => typeof value === 'string' && decodeCursor(value) !== undefined },
    });
}

/** `?limit=&cursor=` of every list. */
export class PageQuery {
  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 100, default: 20 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(100)
  readonly limit: number = 20;

  @ApiPropertyOptional({ minLength: 1, description: 'The next_cursor of the page before.' })
  @IsOptional()
  @IsCursor()
  readonly cursor?: string;

  /** @param isId what the ids of this list look like; a cursor that another list gave out is refused */
  toPageRequest(isId: (id: string) => boolean = () => true): PageRequest {
    const after = this.cursor === undefined ? undefined : decodeCursor(this.cursor);
    if (after && !isId(after.id)) throw new RequestInvalid([{ field: 'cursor', message: NOT_OURS }]);
    return { limit: this.limit, ...(after ? { after } : {}) };
  }
}

/** A page as it is on the wire. */
export function pageDto<T, D>(page: Page<T>, toDto: (item: T) => D): { items: D[]; next_cursor: string | null } {
  return { items: page.items.map(toDto), next_cursor: page.nextCursor };
}
