import { HttpService } from '@nestjs/axios';
import { Logger } from '@nestjs/common';
import { firstValueFrom } from 'rxjs';
import { ApiDocument, ServiceDocuments } from '../../application/ports/service-documents';

const PATIENCE_MS = 2_000;

export class HttpServiceDocuments extends ServiceDocuments {
  private readonly logger = new Logger(HttpServiceDocuments.name);

  /** @param urls by the name of the service */
  constructor(
    private readonly http: HttpService,
    private readonly urls: Readonly<Record<string, string>>,
  ) {
    super();
  }

  async read(): Promise<ReadonlyMap<string, ApiDocument | undefined>> {
    const found = Object.entries(this.urls).map(async ([service, url]) => [service, await this.ask(url)] as const);
    return new Map(await Promise.all(found));
  }

  private async ask(url: string): Promise<ApiDocument | undefined> {
    const options = { timeout: PATIENCE_MS, signal: AbortSignal.timeout(PATIENCE_MS) };
    try {
      const { data } = await firstValueFrom(this.http.get<unknown>(new URL('/openapi.json', url).href, options));
      if (typeof data !== 'object' || data === null) throw new Error('the answer is not a document');
      return data;
    } catch (error) {
      this.logger.warn(`${url} is left out of the API reference: ${String(error)}`);
      return undefined;
    }
  }
}
