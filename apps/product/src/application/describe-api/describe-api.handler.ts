import { Clock } from '@tradewind/kernel';
import { ServiceDocuments } from '../ports/service-documents';
import { ApiReference, mergeDocuments } from './merge-documents';

const MAX_AGE_MS = 30_000;

/** The reference of all services together; asks them at most once in 30 s, however many look at it. */
export class DescribeApiHandler {
  private latest: { readonly reference: Promise<ApiReference>; readonly since: number } | undefined;

  constructor(
    private readonly documents: ServiceDocuments,
    private readonly clock: Clock,
  ) {}

  handle(): Promise<ApiReference> {
    const now = this.clock.now().getTime();
    if (!this.latest || now - this.latest.since >= MAX_AGE_MS) {
      this.latest = { reference: this.documents.read().then(mergeDocuments), since: now };
    }
    return this.latest.reference;
  }
}
