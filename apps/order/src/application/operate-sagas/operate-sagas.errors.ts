import { DomainError } from '@tradewind/kernel';
import { SagaAction, SagaInstance } from '@tradewind/saga';

export class SagaNotFound extends DomainError {
  readonly code = 'saga.not-found';
  readonly kind = 'missing';

  constructor() {
    super('There is no such saga.');
  }
}

/** Its state does not allow it. */
export class SagaActionRefused extends DomainError {
  readonly code: string;
  readonly kind = 'conflict';

  constructor(action: SagaAction, { id, status, definition }: SagaInstance) {
    const isUndo = action === 'compensate';
    super(
      isUndo
        ? `Saga ${id} (${definition}, ${status}) has nothing that can still be undone.`
        : `Saga ${id} is ${status}; only one that NEEDS_ATTENTION can be acted on with ${action}.`,
      { saga_status: status },
    );
    this.code = isUndo ? 'saga.cannot-be-undone' : 'saga.not-parked';
  }
}
