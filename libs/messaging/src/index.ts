export { MAX_DELIVERIES } from './consumer';
export { EventPublisher } from './event-publisher';
export { localCommands, MessagingModule, type MessagingOptions } from './messaging.module';
export { ConfirmingPublisher } from './publisher';
export { commandsOf, CommandTable, eventsFor, EventTable } from './tables';
export { deadQueueOf, Exchange, QUEUES, retryQueueOf, topology } from './topology';
export { RabbitHealth } from './rabbit.health';
export { toWireCase } from './wire-case';
