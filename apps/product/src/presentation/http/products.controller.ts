import {
  Body,
  Controller,
  Delete,
  Get,
  Headers,
  HttpCode,
  Param,
  Patch,
  Post,
  Put,
  Query,
  Res,
  UseInterceptors,
} from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiHeader,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiPreconditionFailedResponse,
  ApiTags,
} from '@nestjs/swagger';
import { AdminOnly, pageDto, Public } from '@tradewind/http';
import { Dispatcher } from '@tradewind/kernel';
import type { FastifyReply } from 'fastify';
import { ChangeProductHandler, ProductChanges } from '../../application/change-product/change-product.handler';
import { CreateProductHandler } from '../../application/create-product/create-product.handler';
import { ProductQueries, ProductView } from '../../application/find-products/product.queries';
import { RemoveProductHandler } from '../../application/remove-product/remove-product.handler';
import { etagOf, versionsIn } from './etag';
import { PriceIsAField } from './price.interceptor';
import {
  CreateProductDto,
  ListProductsQuery,
  PatchProductDto,
  ProductBody,
  ProductDto,
  ProductPageDto,
  toChanges,
  toNewProduct,
  toProduct,
  toProductDto,
} from './products.dto';

const IfMatch = () =>
  ApiHeader({ name: 'If-Match', required: false, description: 'The ETag that was read; 412 if it has changed since.' });

@ApiTags('products')
@UseInterceptors(PriceIsAField)
@Controller('products')
export class ProductsController {
  constructor(
    private readonly dispatcher: Dispatcher,
    private readonly createProduct: CreateProductHandler,
    private readonly changeProduct: ChangeProductHandler,
    private readonly removeProduct: RemoveProductHandler,
    private readonly products: ProductQueries,
  ) {}

  @Get()
  @Public()
  @ApiOkResponse({ type: ProductPageDto })
  async list(@Query() query: ListProductsQuery): Promise<ProductPageDto> {
    if (query.ids)
      return { items: (await this.products.findPublished(query.ids)).map(toProductDto), next_cursor: null };
    return pageDto(await this.products.listPublished(query.toPageRequest(), query.category), toProductDto);
  }

  @Post()
  @AdminOnly()
  @ApiCreatedResponse({ type: ProductDto })
  async create(@Body() body: CreateProductDto, @Res({ passthrough: true }) reply: FastifyReply): Promise<ProductDto> {
    const id = await this.dispatcher.run(this.createProduct, toNewProduct(body));
    void reply.header('location', `/api/products/${id}`);
    return answer(await this.products.get(id), reply);
  }

  @Get(':id')
  @Public()
  @ApiOkResponse({ type: ProductDto })
  async find(@Param('id') id: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<ProductDto> {
    return answer(await this.products.getPublished(id), reply);
  }

  @Put(':id')
  @AdminOnly()
  @IfMatch()
  @ApiOkResponse({ type: ProductDto })
  @ApiPreconditionFailedResponse()
  async replace(
    @Param('id') id: string,
    @Headers('if-match') ifMatch: string | undefined,
    @Body() body: ProductBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ProductDto> {
    return answer(await this.change(id, ifMatch, toProduct(body)), reply);
  }

  @Patch(':id')
  @AdminOnly()
  @IfMatch()
  @ApiOkResponse({ type: ProductDto })
  @ApiPreconditionFailedResponse()
  async patch(
    @Param('id') id: string,
    @Headers('if-match') ifMatch: string | undefined,
    @Body() body: PatchProductDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ProductDto> {
    return answer(await this.change(id, ifMatch, toChanges(body)), reply);
  }

  @Delete(':id')
  @AdminOnly()
  @IfMatch()
  @HttpCode(204)
  @ApiNoContentResponse()
  @ApiPreconditionFailedResponse()
  async remove(@Param('id') id: string, @Headers('if-match') ifMatch: string | undefined): Promise<void> {
    await this.dispatcher.run(this.removeProduct, { productId: id, onlyAt: versionsIn(ifMatch) });
  }

  private async change(productId: string, ifMatch: string | undefined, changes: ProductChanges): Promise<ProductView> {
    await this.dispatcher.run(this.changeProduct, { productId, changes, onlyAt: versionsIn(ifMatch) });
    return this.products.get(productId);
  }
}

function answer(view: ProductView, reply: FastifyReply): ProductDto {
  void reply.header('etag', etagOf(view));
  return toProductDto(view);
}
