import { Logger } from '@nestjs/common';
import { Dispatcher } from '@tradewind/kernel';
import { eventually, MemoryMetrics, MemoryUnitOfWork } from '@tradewind/testing';
import { memoryInventory } from '../../test/fakes/memory-inventory';
import { TellOverdueReservationsHandler } from '../application/tell-overdue-reservations/tell-overdue-reservations.handler';
import { OverdueReservations } from './overdue-reservations';

describe('looking for overdue reservations', () => {
  it('tells all of them, batch after batch, warns of each and counts them', async () => {
    const warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation();
    const { stock, reservations, clock, reserve } = memoryInventory();
    stock.with('lamp', 1_000);
    for (let n = 0; n < 250; n++) await reserve(`o-${n}`, ['lamp', 1]);
    clock.advance(16 * 60_000);

    const tellOverdue = new TellOverdueReservationsHandler(reservations);
    const metrics = new MemoryMetrics();
    const looking = new OverdueReservations(new Dispatcher(new MemoryUnitOfWork()), tellOverdue, 15, metrics);
    looking.onApplicationBootstrap();
    await eventually(() => expect(reservations.told).toHaveLength(250));
    await looking.beforeApplicationShutdown();

    expect(warn).toHaveBeenCalledTimes(250);
    expect(metrics.series()).toEqual(['reservations_overdue_total 250']);
    expect(warn.mock.calls[0]).toEqual([
      { order_id: 'o-0' },
      expect.stringContaining('order o-0 since 2026-01-01T12:00:00.000Z'),
    ]);
    warn.mockRestore();
  });
});
