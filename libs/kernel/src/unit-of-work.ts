/** The transaction that a use case runs in. */
export abstract class UnitOfWork {
  /**
   * Runs `work` in one transaction: committed when it resolves, rolled back when it rejects. A call inside another
   * one joins it.
   */
  abstract run<T>(work: () => Promise<T>): Promise<T>;

  /**
   * Calls `action` once the current transaction has committed; never after a rollback. Must be called inside `run`, which
   * resolves when the action has ended. The action must not throw: the transaction can no longer be undone.
   */
  abstract afterCommit(action: () => void | Promise<void>): void;
}
