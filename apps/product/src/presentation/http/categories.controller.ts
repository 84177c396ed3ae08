import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiConflictResponse, ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { AdminOnly, pageDto, PageQuery, Public } from '@tradewind/http';
import { Dispatcher } from '@tradewind/kernel';
import { CategoryQueries } from '../../application/manage-categories/category.queries';
import {
  AddCategoryHandler,
  RemoveCategoryHandler,
  RenameCategoryHandler,
} from '../../application/manage-categories/manage-categories.handlers';
import { CategoryBody, CategoryDto, CategoryPageDto, toCategoryDto } from './categories.dto';

@ApiTags('categories')
@Controller('categories')
export class CategoriesController {
  constructor(
    private readonly dispatcher: Dispatcher,
    private readonly addCategory: AddCategoryHandler,
    private readonly renameCategory: RenameCategoryHandler,
    private readonly removeCategory: RemoveCategoryHandler,
    private readonly categories: CategoryQueries,
  ) {}

  @Get()
  @Public()
  @ApiOkResponse({ type: CategoryPageDto })
  async list(@Query() query: PageQuery): Promise<CategoryPageDto> {
    return pageDto(await this.categories.list(query.toPageRequest()), toCategoryDto);
  }

  @Post()
  @AdminOnly()
  @ApiCreatedResponse({ type: CategoryDto })
  async add(@Body() body: CategoryBody): Promise<CategoryDto> {
    const id = await this.dispatcher.run(this.addCategory, { name: body.name });
    return toCategoryDto(await this.categories.get(id));
  }

  @Put(':id')
  @AdminOnly()
  @ApiOkResponse({ type: CategoryDto })
  async rename(@Param('id') id: string, @Body() body: CategoryBody): Promise<CategoryDto> {
    await this.dispatcher.run(this.renameCategory, { id, name: body.name });
    return toCategoryDto(await this.categories.get(id));
  }

  @Delete(':id')
  @AdminOnly()
  @HttpCode(204)
  @ApiNoContentResponse()
  @ApiConflictResponse({ description: 'There are products in it.' })
  async remove(@Param('id') id: string): Promise<void> {
    await this.dispatcher.run(this.removeCategory, { id });
  }
}
