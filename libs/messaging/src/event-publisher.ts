import { EventContract } from '@tradewind/contracts';
import { Outbox } from '@tradewind/kernel';
import { MessageFactory } from './message-factory';

/** Tells an event: writes it to the outbox in the current transaction. */
export class EventPublisher {
  constructor(
    private readonly outbox: Outbox,
    private readonly messages: MessageFactory,
  ) {}

  /** @param subject what the event is about, such as an order id; events of one subject keep their order. */
  async publish<D>(contract: EventContract<D>, subject: string, data: D): Promise<void> {
    await this.outbox.add([this.messages.event(contract, subject, data)]);
  }
}
