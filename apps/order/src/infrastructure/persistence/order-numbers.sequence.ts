import { Database } from '@tradewind/persistence';
import { OrderNumbers } from '../../application/ports/order-numbers';

/** As the sequence's INCREMENT BY says. */
const BLOCK = 50;

/** Takes numbers from the database by the block, so that most orders cost no query for theirs. */
export class SequenceOrderNumbers extends OrderNumbers {
  private upcoming = 0;
  private left = 0;
  private fetching: Promise<void> | undefined;

  constructor(private readonly db: Database) {
    super();
  }

  async next(now: Date): Promise<string> {
    while (this.left === 0) await (this.fetching ??= this.fetchBlock());
    this.left -= 1;
    const number = this.upcoming++;
    const day = now.toISOString().slice(0, 10).replaceAll('-', '');
    return `ORD-${day}-${String(number).padStart(6, '0')}`;
  }

  private async fetchBlock(): Promise<void> {
    try {
      const [row] = await this.db.query<{ first: string }>("SELECT nextval('order_numbers') AS first");
      this.upcoming = Number(row!.first);
      this.left = BLOCK;
    } finally {
      this.fetching = undefined;
    }
  }
}
