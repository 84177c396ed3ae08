import { inventory, order, payment } from '@tradewind/contracts';
import { givenSaga } from '@tradewind/saga';
import { placeOrderSaga, PlaceOrderState } from './place-order.saga';

function anOrder(): PlaceOrderState {
  return {
    orderId: 'o-1',
    customerId: 'c-1',
    lines: [{ productId: 'prod-001', quantity: 2 }],
    amount: 199_998,
    currency: 'USD',
    paymentMethod: 'pm_card_visa',
  };
}

const given = () => givenSaga(placeOrderSaga, anOrder());
const reserved = () => given().sends(inventory.reserveStock).answered();
const paid = () => reserved().sends(payment.processPayment).answered({ paymentId: 'p-1' });
const confirmed = () => paid().sends(order.confirmOrder).answered();

describe('the place-order saga', () => {
  it('reserves, charges, confirms and commits', () => {
    given()
      .sends(inventory.reserveStock, {
        orderId: 'o-1',
        customerId: 'c-1',
        lines: [{ productId: 'prod-001', quantity: 2 }],
      })
      .answered()
      .sends(payment.processPayment, {
        orderId: 'o-1',
        customerId: 'c-1',
        amount: 199_998,
        currency: 'USD',
        paymentMethod: 'pm_card_visa',
      })
      .answered({ paymentId: 'p-1' })
      .sends(order.confirmOrder, { orderId: 'o-1' })
      .answered()
      .sends(inventory.commitStock, { orderId: 'o-1' })
      .answered()
      .endsDone();
  });

  describe('when stock is short', () => {
    it('cancels the order; there is nothing else to undo', () => {
      given()
        .sends(inventory.reserveStock)
        .refused('inventory.out-of-stock')
        .sends(order.cancelOrder, { orderId: 'o-1', reason: 'out_of_stock' })
        .answered()
        .endsUndone();
    });
  });

  describe('when the reservation is not answered in time', () => {
    it('releases it too, since it may have happened', () => {
      given()
        .sends(inventory.reserveStock)
        .timedOut()
        .sends(inventory.releaseStock, { orderId: 'o-1' })
        .answered()
        .sends(order.cancelOrder, { orderId: 'o-1', reason: 'timed_out' })
        .answered()
        .endsUndone();
    });

    it('drops a reservation that is reported late', () => {
      given()
        .sends(inventory.reserveStock)
        .timedOut()
        .hearsLateFrom('reserve stock', inventory.reserveStock.done)
        .sends(inventory.releaseStock)
        .answered()
        .sends(order.cancelOrder)
        .answered()
        .endsUndone();
    });
  });

  describe('when the card is declined', () => {
    it('releases the stock and cancels the order', () => {
      reserved()
        .sends(payment.processPayment)
        .refused('payment.declined')
        .sends(inventory.releaseStock, { orderId: 'o-1' })
        .answered()
        .sends(order.cancelOrder, { orderId: 'o-1', reason: 'payment_declined' })
        .answered()
        .endsUndone();
    });
  });

  describe('when the payment provider keeps failing', () => {
    it('says so in the reason', () => {
      reserved()
        .sends(payment.processPayment)
        .refused('payment.provider-failed')
        .sends(inventory.releaseStock)
        .answered()
        .sends(order.cancelOrder, { orderId: 'o-1', reason: 'payment_failed' })
        .answered()
        .endsUndone();
    });
  });

  describe('when the payment is not answered in time', () => {
    it('refunds, releases and cancels, in that order', () => {
      reserved()
        .sends(payment.processPayment)
        .timedOut()
        .sends(payment.refundPayment, { orderId: 'o-1' })
        .answered()
        .sends(inventory.releaseStock)
        .answered()
        .sends(order.cancelOrder, { orderId: 'o-1', reason: 'timed_out' })
        .answered()
        .endsUndone();
    });

    it('drops a payment that is reported late; the payment service refunds it by itself', () => {
      reserved()
        .sends(payment.processPayment)
        .timedOut()
        .hearsLateFrom('process payment', payment.processPayment.done)
        .sends(payment.refundPayment)
        .answered()
        .sends(inventory.releaseStock)
        .answered()
        .sends(order.cancelOrder)
        .answered()
        .endsUndone();
    });
  });

  describe('when a service keeps failing', () => {
    it('undoes a failed reservation like one that timed out', () => {
      given().sends(inventory.reserveStock).failed().sends(inventory.releaseStock);
    });

    it('refunds a payment that failed half way', () => {
      reserved().sends(payment.processPayment).failed().sends(payment.refundPayment);
    });
  });

  describe('when the order can no longer be confirmed', () => {
    it('refunds and releases', () => {
      paid()
        .sends(order.confirmOrder)
        .refused('order.transition-refused')
        .sends(payment.refundPayment)
        .answered()
        .sends(inventory.releaseStock)
        .answered()
        .sends(order.cancelOrder)
        .answered()
        .endsUndone();
    });
  });

  describe('after the point of no return', () => {
    it('sends commit-stock again until it is done', () => {
      confirmed()
        .sends(inventory.commitStock)
        .timedOut()
        .sends(inventory.commitStock)
        .timedOut()
        .sends(inventory.commitStock)
        .answered()
        .endsDone();
    });

    it('tries again after a failure, when the deadline has passed', () => {
      confirmed().sends(inventory.commitStock).failed().expire().sends(inventory.commitStock).answered().endsDone();
    });

    it('waits for a person when commit-stock is never answered', () => {
      confirmed().sends(inventory.commitStock).neverAnswered().needsAttention();
    });

    it('waits for a person when commit-stock is refused: a confirmed order is not undone', () => {
      confirmed().sends(inventory.commitStock).refused('inventory.reservation-missing').needsAttention();
    });
  });

  describe('while undoing', () => {
    const undoing = () => reserved().sends(payment.processPayment).refused('payment.declined');

    it('sends release-stock again until it is done', () => {
      undoing()
        .sends(inventory.releaseStock)
        .timedOut()
        .sends(inventory.releaseStock)
        .answered()
        .sends(order.cancelOrder)
        .answered()
        .endsUndone();
    });

    it('waits for a person when the stock cannot be released', () => {
      undoing().sends(inventory.releaseStock).neverAnswered().needsAttention();
    });

    it('goes on when a person has repaired what parked it', () => {
      undoing()
        .sends(inventory.releaseStock)
        .neverAnswered()
        .needsAttention()
        .isOperated('retry')
        .sends(inventory.releaseStock, { orderId: 'o-1' })
        .timedOut()
        .sends(inventory.releaseStock)
        .answered()
        .sends(order.cancelOrder)
        .answered()
        .endsUndone();
    });

    it('goes on with the same command when a person says that what parked it is over', () => {
      undoing()
        .sends(inventory.releaseStock)
        .neverAnswered()
        .isOperated('resume')
        .sends(inventory.releaseStock, { orderId: 'o-1' })
        .answered()
        .sends(order.cancelOrder)
        .answered()
        .endsUndone();
    });

    it('ends when a person has settled the rest by hand', () => {
      undoing()
        .sends(inventory.releaseStock)
        .neverAnswered()
        .isOperated('resolve')
        .endsResolved()
        .hearsLateFrom('reserve stock', inventory.reserveStock.done)
        .cannotBeOperated('retry');
    });

    it('waits for a person when the release is refused', () => {
      undoing().sends(inventory.releaseStock).refused('inventory.reservation-committed').needsAttention();
    });
  });

  describe('when the customer cancels', () => {
    it('while the stock is being reserved: releases it, since it may have happened', () => {
      given()
        .isCancelled('cancelled_by_customer')
        .sends(inventory.releaseStock)
        .answered()
        .sends(order.cancelOrder, { orderId: 'o-1', reason: 'cancelled_by_customer' })
        .answered()
        .endsUndone();
    });

    it('while the payment is under way: refunds, releases and cancels', () => {
      reserved()
        .isCancelled('cancelled_by_customer')
        .cannotBeCancelled()
        .hearsLateFrom('process payment', payment.processPayment.done)
        .sends(payment.refundPayment)
        .answered()
        .sends(inventory.releaseStock)
        .answered()
        .sends(order.cancelOrder, { orderId: 'o-1', reason: 'cancelled_by_customer' })
        .answered()
        .endsUndone();
    });

    it('after the point of no return: the stock is committed first, and cancelled by a saga of its own', () => {
      confirmed().cannotBeCancelled().sends(inventory.commitStock).answered().endsDone();
    });

    it('by the hand of an operator: undoes in the same way, with the reason of the shop', () => {
      reserved()
        .cannotBeOperated('retry')
        .cannotBeOperated('resolve')
        .isOperated('compensate', 'cancelled_by_shop')
        .cannotBeOperated('compensate')
        .sends(payment.refundPayment)
        .answered()
        .sends(inventory.releaseStock)
        .answered()
        .sends(order.cancelOrder, { orderId: 'o-1', reason: 'cancelled_by_shop' })
        .answered()
        .endsUndone();
    });

    it('while it is being undone anyway: changes nothing, not even the reason', () => {
      reserved()
        .sends(payment.processPayment)
        .refused('payment.declined')
        .cannotBeCancelled()
        .sends(inventory.releaseStock)
        .answered()
        .sends(order.cancelOrder, { orderId: 'o-1', reason: 'payment_declined' });
    });
  });

  describe('replies that come twice', () => {
    it('change nothing at any step', () => {
      reserved()
        .hearsTheLastAnswerAgain()
        .sends(payment.processPayment)
        .answered({ paymentId: 'p-1' })
        .hearsTheLastAnswerAgain()
        .sends(order.confirmOrder)
        .answered()
        .hearsTheLastAnswerAgain()
        .sends(inventory.commitStock)
        .answered()
        .hearsTheLastAnswerAgain()
        .endsDone();
    });
  });
});
