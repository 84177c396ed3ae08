import { readFile } from 'node:fs/promises';
import { Asset, ReferenceAssets } from '../../application/ports/reference-assets';

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'favicon-32x32.png': 'image/png',
};

/** Those of Swagger UI, from its package: the page needs nothing from the internet. */
export class SwaggerUiAssets extends ReferenceAssets {
  private readonly contents = new Map<string, Buffer>();

  async find(name: string): Promise<Asset | undefined> {
    const mediaType = Object.hasOwn(MEDIA_TYPES, name) ? MEDIA_TYPES[name] : undefined;
    if (!mediaType) return undefined;
    const content = this.contents.get(name) ?? (await readFile(require.resolve(`swagger-ui-dist/${name}`)));
    this.contents.set(name, content);
    return { mediaType, content };
  }
}
