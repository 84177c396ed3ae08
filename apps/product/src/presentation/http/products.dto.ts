import { ApiProperty, ApiPropertyOptional, PartialType } from '@nestjs/swagger';
import { PageQuery } from '@tradewind/http';
import { Transform } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsISO4217CurrencyCode,
  IsNotIn,
  IsNumber,
  IsOptional,
  IsPositive,
  IsString,
  IsUppercase,
  IsUrl,
  Matches,
  Max,
  ValidateIf,
} from 'class-validator';
import { ProductChanges } from '../../application/change-product/change-product.handler';
import { CreateProduct } from '../../application/create-product/create-product.handler';
import { ProductView } from '../../application/find-products/product.queries';
import { IsText, NOT_BLANK } from './text';

const HIGHEST_PRICE = 100_000_000;
const MOST_TAGS = 20;
const ID = /^[A-Za-z0-9._-]{1,64}$/;
const MOST_IDS = 100;
/** Words that a path below /products means something else by. */
const RESERVED_IDS = ['.', '..', 'search', 'import'];

/** May be left out, but not be null. */
const MayBeAbsent = () => ValidateIf((_object, value) => value !== undefined);

/** A whole product, as PUT takes it. */
export class ProductBody {
  @ApiProperty({ example: 'iPhone 15 Pro', pattern: NOT_BLANK, maxLength: 200 })
  @IsText({ max: 200 })
  readonly name!: string;

  @ApiPropertyOptional({ type: String, nullable: true, maxLength: 10_000 })
  @IsOptional()
  @IsText({ min: 0, max: 10_000 })
  readonly description?: string | null;

  @ApiProperty({
    example: 999.99,
    minimum: 0,
    exclusiveMinimum: true,
    maximum: HIGHEST_PRICE,
    description: "Major units, with at most the currency's decimals.",
  })
  @IsNumber()
  @IsPositive()
  @Max(HIGHEST_PRICE)
  readonly price!: number;

  @ApiPropertyOptional({ example: 'USD', default: 'USD', pattern: '^[A-Z]{3}$', description: 'ISO 4217' })
  @MayBeAbsent()
  @IsUppercase()
  @IsISO4217CurrencyCode()
  readonly currency?: string;

  @ApiProperty({
    example: 'Electronics',
    pattern: NOT_BLANK,
    maxLength: 100,
    description: 'Its name; created on first use.',
  })
  @IsText({ max: 100 })
  readonly category!: string;

  @ApiPropertyOptional({
    type: 'array',
    items: { type: 'string', pattern: '^[^,]*[^,\\s][^,]*$', maxLength: 50 },
    example: ['phone', 'apple'],
    maxItems: MOST_TAGS,
    default: [],
  })
  @MayBeAbsent()
  @IsArray()
  @ArrayMaxSize(MOST_TAGS)
  @IsText({ max: 50, each: true })
  @Matches(/^[^,]*$/, { each: true, message: 'each value in tags must be without commas' })
  readonly tags?: string[];

  @ApiPropertyOptional({ type: String, nullable: true, format: 'uri', maxLength: 2_000 })
  @IsOptional()
  @IsText({ max: 2_000 })
  @IsUrl({ protocols: ['http', 'https'], require_protocol: true, require_tld: false })
  readonly image_url?: string | null;

  @ApiPropertyOptional({ default: true, description: 'Whether the public sees it.' })
  @MayBeAbsent()
  @IsBoolean()
  readonly published?: boolean;
}

export class CreateProductDto extends ProductBody {
  @ApiPropertyOptional({
    example: 'prod-001',
    pattern: ID.source,
    not: { enum: RESERVED_IDS },
    description: 'A new UUIDv7 when it is left out.',
  })
  @MayBeAbsent()
  @IsString()
  @Matches(ID)
  @IsNotIn(RESERVED_IDS)
  readonly id?: string;
}

/** What a PATCH leaves out stays as it is. */
export class PatchProductDto extends PartialType(ProductBody, { skipNullProperties: false }) {}

export class ListProductsQuery extends PageQuery {
  @ApiPropertyOptional({ example: 'Electronics', pattern: NOT_BLANK, maxLength: 100 })
  @IsOptional()
  @IsText({ max: 100 })
  readonly category?: string;

  @ApiPropertyOptional({
    type: String,
    example: 'prod-001,prod-002',
    description: `Those of these ids (at most ${MOST_IDS}) that there are, on one page; the other parameters then do nothing.`,
  })
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.split(',') : value))
  @IsArray()
  @ArrayMaxSize(MOST_IDS)
  @IsString({ each: true })
  readonly ids?: string[];
}

export class ProductDto {
  @ApiProperty() id!: string;
  @ApiProperty() name!: string;
  @ApiProperty({ type: String, nullable: true }) description!: string | null;
  @ApiProperty({ description: 'Major units.' }) price!: number;
  @ApiProperty() currency!: string;
  @ApiProperty() category!: string;
  @ApiProperty({ type: [String] }) tags!: string[];
  @ApiProperty({ description: "A copy of inventory's number, for information." }) stock_quantity!: number;
  @ApiProperty({ type: String, nullable: true }) image_url!: string | null;
  @ApiProperty() published!: boolean;
  @ApiProperty() created_at!: string;
  @ApiProperty() updated_at!: string;
  @ApiProperty({ description: 'Grows with each change of the product, not with its stock; also the ETag.' })
  version!: number;
}

export class ProductPageDto {
  @ApiProperty({ type: [ProductDto] }) items!: ProductDto[];
  @ApiProperty({ type: String, nullable: true }) next_cursor!: string | null;
}

export function toProductDto(view: ProductView): ProductDto {
  return {
    id: view.id,
    name: view.name,
    description: view.description,
    price: view.price.toMajor(),
    currency: view.price.currency,
    category: view.category,
    tags: [...view.tags],
    stock_quantity: view.stockQuantity,
    image_url: view.imageUrl,
    published: view.published,
    created_at: view.createdAt.toISOString(),
    updated_at: view.updatedAt.toISOString(),
    version: view.version,
  };
}

/** Of a whole product: what is left out has its default. */
export function toProduct(body: ProductBody): Required<ProductChanges> {
  return {
    name: body.name,
    description: body.description ?? null,
    price: body.price,
    currency: body.currency ?? 'USD',
    category: body.category,
    tags: body.tags ?? [],
    imageUrl: body.image_url ?? null,
    published: body.published ?? true,
  };
}

export function toNewProduct(body: CreateProductDto): CreateProduct {
  return { ...toProduct(body), productId: body.id };
}

export function toChanges(body: PatchProductDto): ProductChanges {
  const { image_url: imageUrl, ...same } = body;
  return { ...same, imageUrl };
}
