import { inventory, order, payment } from '@tradewind/contracts';
import { givenSaga } from '@tradewind/saga';
import { cancelOrderSaga } from './cancel-order.saga';

const given = () => givenSaga(cancelOrderSaga, { orderId: 'o-1' });

describe('the cancel-order saga', () => {
  it('gives the money back, takes the goods back and cancels', () => {
    given()
      .sends(payment.refundPayment, { orderId: 'o-1' })
      .answered()
      .sends(inventory.returnStock, { orderId: 'o-1' })
      .answered()
      .sends(order.cancelOrder, { orderId: 'o-1', reason: 'cancelled_by_customer' })
      .answered()
      .endsDone();
  });

  it('tells who wanted it', () => {
    givenSaga(cancelOrderSaga, { orderId: 'o-1', reason: 'cancelled_by_shop' })
      .sends(payment.refundPayment)
      .answered()
      .sends(inventory.returnStock)
      .answered()
      .sends(order.cancelOrder, { orderId: 'o-1', reason: 'cancelled_by_shop' });
  });

  it('repeats a step that is not answered', () => {
    given()
      .sends(payment.refundPayment)
      .timedOut()
      .sends(payment.refundPayment)
      .answered()
      .sends(inventory.returnStock);
  });

  it('waits for a person when a step is refused or never answered', () => {
    given().sends(payment.refundPayment).refused('payment.refund-refused').needsAttention();
    given().sends(payment.refundPayment).neverAnswered().needsAttention();
  });

  it('cannot be cancelled itself', () => {
    given().cannotBeCancelled().cannotBeOperated('compensate').sends(payment.refundPayment);
  });
});
