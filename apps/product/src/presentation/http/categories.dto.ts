import { ApiProperty } from '@nestjs/swagger';
import { CategoryView } from '../../application/manage-categories/category.queries';
import { IsText, NOT_BLANK } from './text';

export class CategoryBody {
  @ApiProperty({ example: 'Electronics', pattern: NOT_BLANK, maxLength: 100 })
  @IsText({ max: 100 })
  readonly name!: string;
}

export class CategoryDto {
  @ApiProperty() id!: string;
  @ApiProperty() name!: string;
  @ApiProperty() created_at!: string;
}

export class CategoryPageDto {
  @ApiProperty({ type: [CategoryDto] }) items!: CategoryDto[];
  @ApiProperty({ type: String, nullable: true }) next_cursor!: string | null;
}

export function toCategoryDto(view: CategoryView): CategoryDto {
  return { id: view.id, name: view.name, created_at: view.createdAt.toISOString() };
}
