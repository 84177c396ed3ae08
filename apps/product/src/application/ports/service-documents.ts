/** As much of an OpenAPI 3 document as merging needs. */
export interface ApiDocument {
  readonly paths?: Readonly<Record<string, unknown>>;
  readonly components?: {
    readonly schemas?: Readonly<Record<string, unknown>>;
    readonly securitySchemes?: Readonly<Record<string, unknown>>;
  };
}

/** The OpenAPI documents that the services publish. */
export abstract class ServiceDocuments {
  /** Of every service; undefined for one that does not answer. */
  abstract read(): Promise<ReadonlyMap<string, ApiDocument | undefined>>;
}
