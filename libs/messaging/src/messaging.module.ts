import { AmqpConnection } from '@golevelup/nestjs-rabbitmq';
import {
  BeforeApplicationShutdown,
  DynamicModule,
  Global,
  Inject,
  Injectable,
  Module,
  OnApplicationBootstrap,
  Provider,
} from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { Inbox, Metrics, Outbox, OutboxStore, UnitOfWork, UseCase } from '@tradewind/kernel';
import { CommandSender, LocalCommands, SagaDefinition, Sagas } from '@tradewind/saga';
import { EventPublisher } from './event-publisher';
import { QueueConsumer, Route } from './consumer';
import { DeadLetters } from './dead-letters';
import { InboxCleaning } from './inbox-cleaning';
import { MessageFactory } from './message-factory';
import { OutboxMetrics } from './outbox.metrics';
import { ConfirmingPublisher } from './publisher';
import { QueueMetrics } from './queue.metrics';
import { OutboxRelay } from './relay';
import { commandRoute, Delivery, eventRoute, replyRoutes } from './routes';
import { OutboxCommandSender, UseCaseCommands } from './saga-adapters';
import { CommandTable, EventTable, UseCaseClass } from './tables';
import { assertTopology } from './topology';

export interface MessagingOptions {
  /** The service's name: the source of its messages and the prefix of its queues. */
  readonly service: string;
  /** `amqp://user:password@host:port/vhost` */
  readonly url: string;
  /** How many messages are handled at once. Each needs a database connection while it is written, not while it waits. */
  readonly prefetch: number;
  /** Default 1000; tests that wait for retries make it shorter. */
  readonly firstRetryMs?: number;
  /** Commands that other services send. */
  readonly commands?: CommandTable;
  readonly events?: EventTable;
  /** The sagas that this service orchestrates. */
  readonly sagas?: readonly SagaDefinition[];
}

const OPTIONS = Symbol('MessagingOptions');
const DELIVERY = Symbol('Delivery');

/** Starts what takes messages in, and drains it before the database is closed. */
@Injectable()
export class Consumers implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private consumers: QueueConsumer[] = [];

  constructor(
    @Inject(OPTIONS) private readonly options: MessagingOptions,
    private readonly moduleRef: ModuleRef,
    private readonly amqp: AmqpConnection,
    private readonly publisher: ConfirmingPublisher,
    private readonly relay: OutboxRelay,
    private readonly inboxCleaning: InboxCleaning,
    private readonly metrics: Metrics,
    @Inject(DELIVERY) private readonly delivery: Delivery,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const { service, firstRetryMs } = this.options;
    for (const [purpose, routes] of Object.entries(this.routes())) {
      if (routes.length === 0) continue;
      const queue = `${service}.${purpose}`;
      const metrics = new QueueMetrics(this.metrics, queue);
      this.consumers.push(new QueueConsumer(queue, routes, this.amqp, this.publisher, metrics, firstRetryMs));
    }
    await Promise.all(this.consumers.map((consumer) => consumer.start()));
  }

  /** Whether the broker hands messages to each consumer. */
  get allSubscribed(): boolean {
    return this.consumers.every((consumer) => consumer.isSubscribed);
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.consumers.map((consumer) => consumer.stop()));
    await Promise.all([this.relay.drain(), this.inboxCleaning.stop()]);
    await this.publisher.close();
    await this.amqp.close();
  }

  private routes(): Record<'commands' | 'events' | 'replies', Route[]> {
    const { commands, events, sagas, service } = this.options;
    const { delivery } = this;
    return {
      commands: (commands?.entries ?? []).map((e) => commandRoute(e.contract, this.useCase(e.useCase), delivery)),
      events: (events?.entries ?? []).map((e) => eventRoute(e, this.useCase(e.useCase), `${service}.events`, delivery)),
      replies: sagas
        ? replyRoutes(sagas, this.moduleRef.get(Sagas, { strict: false }), `${service}.replies`, delivery)
        : [],
    };
  }

  private useCase(token: UseCaseClass): UseCase<unknown, unknown, unknown> {
    return this.moduleRef.get<UseCase<unknown, unknown, unknown>>(token, { strict: false });
  }
}

/** RabbitMQ for a service: the topology, its consumers, and the relay that empties its outbox. */
@Global()
@Module({})
export class MessagingModule {
  static forRoot(options: MessagingOptions): DynamicModule {
    return {
      module: MessagingModule,
      providers: [
        OutboxRelay,
        Consumers,
        InboxCleaning,
        { provide: AmqpConnection, useFactory: () => connect(options) },
        { provide: OPTIONS, useValue: options },
        {
          provide: OutboxMetrics,
          useFactory: (metrics: Metrics, store: OutboxStore) => new OutboxMetrics(metrics, store),
          inject: [Metrics, OutboxStore],
        },
        { provide: MessageFactory, useFactory: () => new MessageFactory(options.service) },
        {
          provide: ConfirmingPublisher,
          useFactory: (amqp: AmqpConnection) => new ConfirmingPublisher(amqp),
          inject: [AmqpConnection],
        },
        {
          provide: DeadLetters,
          useFactory: (amqp: AmqpConnection, publisher: ConfirmingPublisher) => new DeadLetters(amqp, publisher),
          inject: [AmqpConnection, ConfirmingPublisher],
        },
        {
          provide: EventPublisher,
          useFactory: (outbox: Outbox, messages: MessageFactory) => new EventPublisher(outbox, messages),
          inject: [Outbox, MessageFactory],
        },
        {
          provide: CommandSender,
          useFactory: (outbox: Outbox, messages: MessageFactory) => new OutboxCommandSender(outbox, messages),
          inject: [Outbox, MessageFactory],
        },
        {
          provide: DELIVERY,
          useFactory: (unitOfWork: UnitOfWork, inbox: Inbox, outbox: Outbox, messages: MessageFactory): Delivery => ({
            unitOfWork,
            inbox,
            outbox,
            messages,
          }),
          inject: [UnitOfWork, Inbox, Outbox, MessageFactory],
        },
      ],
      exports: [AmqpConnection, Consumers, EventPublisher, CommandSender, ConfirmingPublisher, DeadLetters],
    };
  }
}

/** A connection of our own: golevelup's module keeps its connections in one place per process, and closes them all. */
async function connect(options: MessagingOptions): Promise<AmqpConnection> {
  const amqp = new AmqpConnection({
    name: options.service,
    uri: options.url,
    prefetchCount: options.prefetch,
    enableDirectReplyTo: false,
    connectionInitOptions: { wait: true, timeout: 30_000, reject: true },
    connectionManagerOptions: {
      heartbeatIntervalInSeconds: 10,
      reconnectTimeInSeconds: 1,
      // Without it, small messages wait for delayed acknowledgements: about 40 ms a hop.
      connectionOptions: { noDelay: true },
    },
  });
  await amqp.init();
  // Not by golevelup's own settings: the queues depend on the version of the broker that is connected.
  await amqp.managedChannel.addSetup(assertTopology);
  return amqp;
}

/** Provides a saga's local commands: those of the orchestrating service itself, run in the saga's transaction. */
export function localCommands(table: CommandTable): Provider {
  return {
    provide: LocalCommands,
    useFactory: (...useCases: UseCase<unknown, unknown, unknown>[]) =>
      new UseCaseCommands(table.entries.map((entry, index) => [entry.contract, useCases[index]!] as const)),
    inject: table.entries.map((entry) => entry.useCase as never),
  };
}
