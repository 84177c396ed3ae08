import { Dispatcher, DomainError } from '@tradewind/kernel';
import { SagaFilter, SagaStore } from '@tradewind/saga';
import { OperateSaga, OperateSagaHandler } from './operate-saga.handler';

/** How many sagas one call acts on; the answer tells whether there are more. */
const MOST_AT_ONCE = 100;

export interface OperatedSaga {
  readonly sagaId: string;
  readonly orderId: string;
  readonly outcome: 'changed' | 'unchanged' | 'refused';
  /** Why it was refused. */
  readonly code: string | null;
}

/** Does the same with all sagas that a filter finds, each in a transaction of its own: one that refuses stops no other. */
export class OperateManySagas {
  constructor(
    private readonly store: SagaStore,
    private readonly operateSaga: OperateSagaHandler,
    private readonly dispatcher: Dispatcher,
  ) {}

  async run(
    filter: SagaFilter,
    command: Omit<OperateSaga, 'sagaId'>,
  ): Promise<{ sagas: OperatedSaga[]; more: boolean }> {
    const page = await this.store.list(filter, { limit: MOST_AT_ONCE });
    const sagas: OperatedSaga[] = [];
    for (const { id: sagaId, subject: orderId } of page.items) {
      sagas.push({ sagaId, orderId, ...(await this.operate({ ...command, sagaId })) });
    }
    return { sagas, more: page.nextCursor !== null };
  }

  private async operate(command: OperateSaga): Promise<Pick<OperatedSaga, 'outcome' | 'code'>> {
    try {
      const changed = await this.dispatcher.run(this.operateSaga, command);
      return { outcome: changed ? 'changed' : 'unchanged', code: null };
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return { outcome: 'refused', code: error.code };
    }
  }
}
