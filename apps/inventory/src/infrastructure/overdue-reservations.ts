import { BeforeApplicationShutdown, Injectable, Logger, OnApplicationBootstrap } from '@nestjs/common';
import { BackgroundLoop, Dispatcher, Metrics } from '@tradewind/kernel';
import { TellOverdueReservationsHandler } from '../application/tell-overdue-reservations/tell-overdue-reservations.handler';

const LOOK_EVERY_MS = 30_000;
const BATCH = 100;

/** Looks for goods that are set aside for too long. Safe in any number of replicas: each is told by one. */
@Injectable()
export class OverdueReservations implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(OverdueReservations.name);
  private readonly loop: BackgroundLoop;
  private readonly overdue;

  constructor(
    private readonly dispatcher: Dispatcher,
    private readonly tellOverdue: TellOverdueReservationsHandler,
    private readonly afterMinutes: number,
    metrics: Metrics,
  ) {
    this.overdue = metrics.counter({
      name: 'reservations_overdue_total',
      help: 'Times that goods were found to be set aside for too long',
    });
    this.loop = new BackgroundLoop(
      () => this.tell(),
      LOOK_EVERY_MS,
      (error) => this.logger.warn(`Overdue reservations could not be told, will try again: ${String(error)}`),
    );
  }

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.loop.stop();
  }

  private async tell(): Promise<boolean> {
    const told = await this.dispatcher.run(this.tellOverdue, { afterMinutes: this.afterMinutes, limit: BATCH });
    this.overdue.add({}, told.length);
    for (const { orderId, reservedAt } of told) {
      this.logger.warn(
        { order_id: orderId },
        `Stock is set aside for order ${orderId} since ${reservedAt.toISOString()}; asked whether it must be.`,
      );
    }
    return told.length === BATCH;
  }
}
