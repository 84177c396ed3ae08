import { Logger } from '@nestjs/common';
import { CommandContract, Envelope, Refusal, sagas as sagaContracts } from '@tradewind/contracts';
import { Inbox, Outbox, OutboxMessage, UnitOfWork, UseCase } from '@tradewind/kernel';
import { Answer, SagaDefinition, Sagas } from '@tradewind/saga';
import { Route } from './consumer';
import { MessageFactory, replyId } from './message-factory';
import { UnreadableMessage } from './message-reader';
import { isRefusal, RefusalData } from './refusal';
import { EventEntry } from './tables';
import { Exchange, QUEUES } from './topology';
import { Arrival, waitsOf } from './waits';

const logger = new Logger('Replies');

/** What every route writes through. */
export interface Delivery {
  readonly unitOfWork: UnitOfWork;
  readonly inbox: Inbox;
  readonly outbox: Outbox;
  readonly messages: MessageFactory;
}

/**
 * Carries a command out and answers it. Inbox, what the use case writes and the reply commit together. A DomainError
 * that the contract names is a refusal; anything else is a failure.
 */
export function commandRoute(
  contract: CommandContract,
  useCase: UseCase<unknown, unknown, unknown>,
  d: Delivery,
): Route {
  const consumer = `${contract.owner}.commands`;

  function once(envelope: Envelope, answer: () => Promise<OutboxMessage>): Promise<boolean> {
    return d.unitOfWork.run(async () => {
      const isNew = await d.inbox.accept(consumer, envelope.id);
      if (isNew) await d.outbox.add([await answer()]);
      // A duplicate: whoever sent it again has not heard the answer.
      else await d.outbox.resend(replyId(envelope.id));
      return isNew;
    });
  }

  return {
    type: contract.type,
    data: contract.payload,
    async handle(envelope, payload, arrival) {
      mustBeAnswerable(envelope);
      try {
        const isNew = !useCase.prepare || !(await d.inbox.has(consumer, envelope.id));
        const prepared = isNew ? await useCase.prepare?.(payload) : undefined;
        const isDone = await once(envelope, async () => {
          const data = await useCase.handle(payload, prepared);
          return d.messages.done(envelope, contract, data, arrival);
        });
        return isDone ? 'done' : 'duplicate';
      } catch (error) {
        if (!isRefusal(error, contract)) throw error;
        const refusal = { code: error.code, detail: error.message };
        const isRefused = await once(envelope, async () => d.messages.refused(envelope, contract, refusal, arrival));
        return isRefused ? 'refused' : 'duplicate';
      }
    },
    async givenUp(envelope, error, arrival) {
      const detail = error instanceof Error ? error.message : String(error);
      await d.unitOfWork.run(() => d.outbox.add([d.messages.failed(envelope, detail, arrival)]));
    },
  };
}

/** A reply that no queue takes would stay in the outbox for ever. */
function mustBeAnswerable({ source }: Envelope): void {
  const isKnown = QUEUES.some(({ exchange, keys }) => exchange === Exchange.Replies && keys.includes(source.slice(1)));
  if (!isKnown) throw new UnreadableMessage(`nobody at ${source} takes replies`);
}

/** Reacts to an event. */
export function eventRoute(
  entry: EventEntry,
  useCase: UseCase<unknown, unknown, unknown>,
  consumer: string,
  d: Delivery,
): Route {
  return {
    type: entry.contract.type,
    data: entry.contract.data,
    async handle(envelope, data) {
      const prepared = await useCase.prepare?.(data);
      return d.unitOfWork.run(async () => {
        if (!(await d.inbox.accept(consumer, envelope.id))) return 'duplicate';
        await useCase.handle(data, prepared);
        return 'done';
      });
    },
  };
}

/** Feeds the replies to a saga's commands to the engine: one route per wire name. */
export function replyRoutes(
  definitions: readonly SagaDefinition[],
  sagas: Sagas,
  consumer: string,
  d: Delivery,
): Route[] {
  const route = (type: string, data: Route['data'], toAnswer: (about: About, data: unknown) => Answer): Route => ({
    type,
    data,
    async handle(envelope, checked, arrival) {
      const { sagaid } = envelope;
      if (!sagaid || !envelope.causationid) throw new UnreadableMessage(`reply ${type} names no saga or no command`);
      return d.unitOfWork.run(async () => {
        if (!(await d.inbox.accept(consumer, envelope.id))) return 'duplicate';
        const isKnown = await sagas.answer(sagaid, toAnswer(about(envelope, arrival), checked));
        if (!isKnown) logger.warn(`${type} answers saga ${sagaid}, which nobody knows`);
        return 'done';
      });
    },
  });

  const routes = new Map<string, Route>();
  for (const { done, refused } of commandsIn(definitions)) {
    routes.set(
      done.type,
      route(done.type, done.data, (reply, data) => ({ ...reply, outcome: 'done', data })),
    );
    routes.set(
      refused.type,
      route(refused.type, RefusalData, (reply, data) => ({ ...reply, outcome: 'refused', refusal: data as Refusal })),
    );
  }
  const { type, data } = sagaContracts.commandFailed;
  routes.set(
    type,
    route(type, data, (reply, failed) => ({
      ...reply,
      outcome: 'failed',
      detail: (failed as sagaContracts.CommandFailed).detail,
    })),
  );
  return [...routes.values()];
}

type About = Pick<Answer, 'commandId' | 'type' | 'waits'>;

function about(reply: Envelope, arrival: Arrival): About {
  const waits = waitsOf(reply, arrival);
  return { commandId: reply.causationid ?? '', type: reply.type, ...(waits ? { waits } : {}) };
}

function commandsIn(definitions: readonly SagaDefinition[]): CommandContract[] {
  return definitions
    .flatMap((definition) => definition.steps)
    .flatMap((step) => [step.do, step.undo])
    .flatMap((sent) => (sent ? [sent.command] : []));
}
