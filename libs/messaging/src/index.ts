export { MAX_DELIVERIES } from './consumer';
export { DeadLetters, DeadLettersInterrupted } from './dead-letters';
export { EventPublisher } from './event-publisher';
export { localCommands, MessagingModule, type MessagingOptions } from './messaging.module';
export { ConfirmingPublisher } from './publisher';
export { commandsOf, CommandTable, eventsFor, EventTable } from './tables';
export { deadQueueOf, Exchange, QUEUES, retryQueueOf } from './topology';
export { RabbitHealth } from './rabbit.health';
export { toWireCase } from './wire-case';
