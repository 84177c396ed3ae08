import { isUuid, Page, PageRequest } from '@tradewind/kernel';
import { SagaFilter, SagaInstance, SagaStore, Timeline, timelineOf } from '@tradewind/saga';
import { SagaNotFound } from './operate-sagas.errors';

/** What operators see of the sagas of all orders. */
export class SagaQueries {
  constructor(private readonly sagas: SagaStore) {}

  /** @throws SagaNotFound */
  async get(id: string): Promise<Timeline> {
    const found = isUuid(id) ? await this.sagas.find(id) : undefined;
    if (!found) throw new SagaNotFound();
    return timelineOf(found.instance, found.history);
  }

  async list(filter: SagaFilter, page: PageRequest): Promise<Page<SagaInstance>> {
    return this.sagas.list(filter, page);
  }
}
