import { Reservation, ReservationStatus } from './reservation';
import { ReservationCommitted, ReservationMissing, ReservationReleased } from './stock.errors';

const line = { productId: 'sku-1', quantity: 2 };
const inStatus = (status: ReservationStatus) => Reservation.restore('o-1', [line], status);

describe('a reservation', () => {
  it('counts the same product on two lines together, sorted by product', () => {
    const reservation = Reservation.of('o-1', [
      { productId: 'b', quantity: 1 },
      { productId: 'a', quantity: 1 },
      { productId: 'b', quantity: 2 },
    ]);
    expect(reservation.lines).toEqual([
      { productId: 'a', quantity: 1 },
      { productId: 'b', quantity: 3 },
    ]);
  });

  describe('release', () => {
    it('ends an active one', () => {
      const reservation = inStatus('ACTIVE');
      expect(reservation.release()).toBe(true);
      expect(reservation.status).toBe('RELEASED');
    });

    it('changes nothing the second time', () => expect(inStatus('RELEASED').release()).toBe(false));

    it('is refused after the sale', () => expect(() => inStatus('COMMITTED').release()).toThrow(ReservationCommitted));
  });

  describe('commit', () => {
    it('ends an active one', () => {
      const reservation = inStatus('ACTIVE');
      expect(reservation.commit()).toBe(true);
      expect(reservation.status).toBe('COMMITTED');
    });

    it('changes nothing the second time', () => expect(inStatus('COMMITTED').commit()).toBe(false));

    it('is refused after a release', () => expect(() => inStatus('RELEASED').commit()).toThrow(ReservationReleased));

    it('is refused when nothing was ever reserved', () =>
      expect(() => Reservation.releasedBeforehand('o-1').commit()).toThrow(ReservationMissing));
  });

  describe('take back', () => {
    it.each([
      ['COMMITTED', 'sold', 'RETURNED'],
      ['ACTIVE', 'set-aside', 'RELEASED'],
      ['RELEASED', 'nothing', 'RELEASED'],
      ['RETURNED', 'nothing', 'RETURNED'],
    ] as const)('of a %s one finds what was %s; it ends %s', (status, found, end) => {
      const reservation = inStatus(status);
      expect(reservation.takeBack()).toBe(found);
      expect(reservation.status).toBe(end);
    });

    it('of what was only set aside refuses the commit that comes late', () => {
      const reservation = inStatus('ACTIVE');
      reservation.takeBack();
      expect(() => reservation.commit()).toThrow(ReservationReleased);
    });

    it('is not undone by a commit that comes again, and cannot be released', () => {
      const reservation = inStatus('RETURNED');
      expect(reservation.commit()).toBe(false);
      expect(reservation.status).toBe('RETURNED');
      expect(() => reservation.release()).toThrow(ReservationCommitted);
    });
  });
});
