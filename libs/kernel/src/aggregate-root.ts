/** A business fact that an aggregate has decided; past tense, plain data. */
export type DomainEvent = object;

/**
 * Base of every aggregate: it collects the events that its methods record. The repository takes them with
 * `pullEvents()` when it saves, and writes them to the outbox in the same transaction.
 */
export abstract class AggregateRoot<E extends DomainEvent = DomainEvent> {
  private events: E[] = [];

  protected record(event: E): void {
    this.events.push(event);
  }

  /** Returns what was recorded since the last call, oldest first, and forgets it. */
  pullEvents(): E[] {
    const pulled = this.events;
    this.events = [];
    return pulled;
  }
}
