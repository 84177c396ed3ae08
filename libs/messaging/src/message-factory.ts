import { CommandContract, Envelope, EventContract, Refusal, sagas } from '@tradewind/contracts';
import { continueTrace, currentContext, derivedId, newId, OutboxMessage } from '@tradewind/kernel';
import { OutgoingCommand, SagaInstance } from '@tradewind/saga';
import { Exchange } from './topology';
import { Arrival, wayOf } from './waits';
import { toWireCase } from './wire-case';

/** Makes outbox messages of what a service has to say. */
export class MessageFactory {
  constructor(private readonly service: string) {}

  /** An event about `subject`, such as an order id. Events of one subject keep their order. */
  event<D>(contract: EventContract<D>, subject: string, data: D): OutboxMessage {
    return this.message(Exchange.Events, contract.type, { id: newId(), type: contract.type, subject, data });
  }

  command(command: OutgoingCommand, saga: SagaInstance): OutboxMessage {
    const { id, type, payload: data } = command;
    return this.message(Exchange.Commands, command.owner, { id, type, subject: saga.subject, data, sagaid: saga.id });
  }

  done(command: Envelope, contract: CommandContract, data: unknown, arrival: Arrival): OutboxMessage {
    return this.reply(command, arrival, replyId(command.id), contract.done.type, data ?? {});
  }

  refused(command: Envelope, contract: CommandContract, refusal: Refusal, arrival: Arrival): OutboxMessage {
    return this.reply(command, arrival, replyId(command.id), contract.refused.type, refusal);
  }

  /** The command could not be carried out and now waits among the dead letters. */
  failed(command: Envelope, detail: string, arrival: Arrival): OutboxMessage {
    return this.reply(command, arrival, newId(), sagas.commandFailed.type, { command: command.type, detail });
  }

  private reply(command: Envelope, arrival: Arrival, id: string, type: string, data: unknown): OutboxMessage {
    const { subject, sagaid } = command;
    const asker = command.source.slice(1);
    const way = wayOf(command, arrival);
    return this.message(Exchange.Replies, asker, { ...way, id, type, subject, data, sagaid, causationid: command.id });
  }

  private message(
    exchange: Exchange,
    routingKey: string,
    of: Pick<Envelope, 'id' | 'type' | 'subject' | 'data'> & Partial<Envelope>,
  ): OutboxMessage {
    const context = currentContext();
    const body: Envelope = {
      ...of,
      specversion: '1.0',
      source: `/${this.service}`,
      time: new Date().toISOString(),
      datacontenttype: 'application/json',
      correlationid: context?.correlationId ?? of.id,
      causationid: of.causationid ?? context?.causationId,
      sagaid: of.sagaid ?? context?.sagaId,
      traceparent: continueTrace(context?.traceparent),
      data: toWireCase(of.data),
    };
    return { id: of.id, exchange, routingKey, orderingKey: `${exchange}:${of.subject}`, body: { ...body } };
  }
}

/** A command has one reply; its id follows from the command's, so that it can be found and sent again. */
export function replyId(commandId: string): string {
  return derivedId(`${commandId}/reply`);
}
