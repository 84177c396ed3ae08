import { ReservationCommitted, ReservationMissing, ReservationReleased } from './stock.errors';

export type ReservationStatus = 'ACTIVE' | 'RELEASED' | 'COMMITTED' | 'RETURNED';

/** What an order had when its goods were taken back. */
export type TakenBack = 'sold' | 'set-aside' | 'nothing';

export interface ReservedLine {
  readonly productId: string;
  readonly quantity: number;
}

/**
 * What is set aside for one order. A released one is kept for good: it is how a reserve-stock that arrives after its
 * own undo is recognised and refused.
 */
export class Reservation {
  private constructor(
    readonly orderId: string,
    readonly lines: readonly ReservedLine[],
    private current: ReservationStatus,
    /** Whose order it is; null where nobody has said so. */
    readonly customerId: string | null = null,
  ) {}

  static of(orderId: string, lines: readonly ReservedLine[], customerId?: string): Reservation {
    return new Reservation(orderId, mergeLines(lines), 'ACTIVE', customerId);
  }

  /** For an order that was undone before its reservation arrived. */
  static releasedBeforehand(orderId: string): Reservation {
    return new Reservation(orderId, [], 'RELEASED');
  }

  static restore(orderId: string, lines: readonly ReservedLine[], status: ReservationStatus): Reservation {
    return new Reservation(orderId, lines, status);
  }

  get status(): ReservationStatus {
    return this.current;
  }

  /** @returns false if it was released before. @throws ReservationCommitted */
  release(): boolean {
    if (this.current === 'COMMITTED' || this.current === 'RETURNED') throw new ReservationCommitted(this.orderId);
    const changes = this.current === 'ACTIVE';
    this.current = 'RELEASED';
    return changes;
  }

  /** @returns false if it was committed before. @throws ReservationReleased, ReservationMissing */
  commit(): boolean {
    if (this.current === 'RELEASED') {
      throw this.lines.length > 0 ? new ReservationReleased(this.orderId) : new ReservationMissing(this.orderId);
    }
    const changes = this.current === 'ACTIVE';
    if (changes) this.current = 'COMMITTED';
    return changes;
  }

  /** Ends it, whatever it has come to. What was only set aside ends RELEASED, so that a late commit is refused. */
  takeBack(): TakenBack {
    if (this.current === 'ACTIVE') {
      this.current = 'RELEASED';
      return 'set-aside';
    }
    if (this.current !== 'COMMITTED') return 'nothing';
    this.current = 'RETURNED';
    return 'sold';
  }
}

/** The same product on two lines counts together. Sorted, so that stock is always locked in one order. */
function mergeLines(lines: readonly ReservedLine[]): ReservedLine[] {
  const quantities = new Map<string, number>();
  for (const { productId, quantity } of lines) {
    quantities.set(productId, (quantities.get(productId) ?? 0) + quantity);
  }
  return [...quantities]
    .map(([productId, quantity]) => ({ productId, quantity }))
    .sort((a, b) => (a.productId < b.productId ? -1 : 1));
}
