import { OrderNumbers } from '../../src/application/ports/order-numbers';

export class MemoryOrderNumbers extends OrderNumbers {
  private last = 0;

  async next(now: Date): Promise<string> {
    this.last += 1;
    return `ORD-${now.toISOString().slice(0, 10).replaceAll('-', '')}-${String(this.last).padStart(6, '0')}`;
  }
}
