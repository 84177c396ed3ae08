import { UnitOfWork } from './unit-of-work';

/**
 * One thing a service can do. `prepare`, where there is one, runs before the transaction opens and may wait for
 * the network; `handle` runs inside the transaction and must not.
 */
export interface UseCase<Command, Result = void, Prepared = void> {
  prepare?(command: Command): Promise<Prepared>;
  handle(command: Command, prepared: Prepared): Promise<Result>;
}

/** Runs use cases for HTTP: prepare, then handle in one transaction. Consumers of messages add the inbox to it. */
export class Dispatcher {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  async run<C, R, P>(useCase: UseCase<C, R, P>, command: C): Promise<R> {
    const prepared = (await useCase.prepare?.(command)) as P;
    return this.unitOfWork.run(() => useCase.handle(command, prepared));
  }
}
