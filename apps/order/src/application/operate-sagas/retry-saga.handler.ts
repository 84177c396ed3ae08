import { DomainError, isUuid, UseCase } from '@tradewind/kernel';
import { Sagas } from '@tradewind/saga';

export interface RetrySaga {
  readonly sagaId: string;
  /** Who asks for it; noted in the saga's step log. */
  readonly by: string;
}

export class SagaNotParked extends DomainError {
  readonly code = 'saga.not-parked';
  readonly kind = 'conflict';

  constructor(sagaId: string) {
    super(`Saga ${sagaId} does not wait for a person; only one that NEEDS_ATTENTION can be retried.`);
  }
}

/** Lets a saga go on that was parked, once its cause is repaired. */
export class RetrySagaHandler implements UseCase<RetrySaga> {
  constructor(private readonly sagas: Sagas) {}

  /** @throws SagaNotParked */
  async handle({ sagaId, by }: RetrySaga): Promise<void> {
    if (!isUuid(sagaId) || !(await this.sagas.retry(sagaId, by))) throw new SagaNotParked(sagaId);
  }
}
