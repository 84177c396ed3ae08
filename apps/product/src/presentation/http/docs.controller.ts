import { Controller, Get, Header, NotFoundException, Param, StreamableFile } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Public } from '@tradewind/http';
import { DescribeApiHandler } from '../../application/describe-api/describe-api.handler';
import { ApiReference } from '../../application/describe-api/merge-documents';
import { ReferenceAssets } from '../../application/ports/reference-assets';
import { REFERENCE_PAGE, WELCOME_PAGE } from './docs.page';

const HTML = 'text/html; charset=utf-8';

/** What a person meets first: the root of the gateway, and the reference of all services. Not under /api. */
@ApiExcludeController()
@Public()
@Controller()
export class DocsController {
  constructor(
    private readonly describeApi: DescribeApiHandler,
    private readonly assets: ReferenceAssets,
  ) {}

  @Get()
  @Header('content-type', HTML)
  welcome(): string {
    return WELCOME_PAGE;
  }

  @Get('docs')
  @Header('content-type', HTML)
  page(): string {
    return REFERENCE_PAGE;
  }

  @Get('docs/openapi.json')
  reference(): Promise<ApiReference> {
    return this.describeApi.handle();
  }

  @Get('docs/assets/:name')
  @Header('cache-control', 'public, max-age=3600')
  async asset(@Param('name') name: string): Promise<StreamableFile> {
    const asset = await this.assets.find(name);
    if (!asset) throw new NotFoundException(`There is no asset ${name}.`);
    return new StreamableFile(asset.content, { type: asset.mediaType });
  }
}
