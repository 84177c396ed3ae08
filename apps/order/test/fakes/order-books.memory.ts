import { BookUnavailable, OrderBooks, OrderPayment, StockMovement } from '../../src/application/ports/order-books';

export class MemoryOrderBooks extends OrderBooks {
  movements: StockMovement[] = [];
  paid: OrderPayment | null = null;
  inventoryIsAway = false;
  paymentIsAway = false;

  async stockMovements(): Promise<StockMovement[]> {
    if (this.inventoryIsAway) throw new BookUnavailable();
    return this.movements;
  }

  async payment(): Promise<OrderPayment | null> {
    if (this.paymentIsAway) throw new BookUnavailable();
    return this.paid;
  }
}
