import { RequestInvalid } from '@tradewind/http';
import { OrderEvent } from '../../application/find-order/order-events.query';
import { lastEventPosition, toServerSentEvent } from './order-events.dto';

describe('the Last-Event-ID header', () => {
  it.each([
    [undefined, 0],
    ['0', 0],
    ['42', 42],
    ['999999999999999', 999_999_999_999_999],
  ])('%s is position %i', (header, position) => expect(lastEventPosition(header)).toBe(position));

  it.each(['', '-1', '1.5', '1e3', 'x', ' 7', '7, 8', '1000000000000000'])('%j is refused by name', (header) => {
    expect(() => lastEventPosition(header)).toThrow(RequestInvalid);
    try {
      lastEventPosition(header);
    } catch (error) {
      expect((error as RequestInvalid).errors).toMatchObject([{ field: 'last-event-id' }]);
    }
  });
});

describe('the events of an order on the wire', () => {
  it('name every field of a step', () => {
    const at = new Date('2026-01-01T12:00:00.000Z');
    const step = { position: 7, sagaId: 's-1', saga: 'place-order', action: 'do', step: 'process payment' } as const;
    const refused = { ...step, what: 'refused', message: 'payment.payment-failed.v1', at } as const;
    const event: OrderEvent = { kind: 'step', step: { ...refused, code: 'payment.declined', detail: 'no' } };
    expect(toServerSentEvent(event)).toEqual({
      event: 'step',
      id: 7,
      data: {
        saga_id: 's-1',
        saga: 'place-order',
        action: 'do',
        step: 'process payment',
        what: 'refused',
        message: 'payment.payment-failed.v1',
        at: '2026-01-01T12:00:00.000Z',
        code: 'payment.declined',
        detail: 'no',
      },
    });
  });

  it('end with a word that has no id', () => {
    expect(toServerSentEvent({ kind: 'end' })).toEqual({ event: 'end', data: {} });
  });
});
