export interface Asset {
  readonly mediaType: string;
  readonly content: Buffer;
}

/** Scripts and styles of the page that shows the API reference. */
export abstract class ReferenceAssets {
  abstract find(name: string): Promise<Asset | undefined>;
}
