import { CommandContract, EventContract } from '@tradewind/contracts';
import { UseCase } from '@tradewind/kernel';

export type UseCaseClass<C = never, R = unknown> = abstract new (...args: never[]) => UseCase<C, R, unknown>;

export interface CommandEntry {
  readonly contract: CommandContract;
  readonly useCase: UseCaseClass;
}

/** What a service does when it is told to: one line per command. */
export class CommandTable {
  readonly entries: CommandEntry[] = [];

  constructor(readonly service: string) {}

  /** The payload class is the use case's command; what `handle` returns is the data of the reply. */
  on<P, R, C extends string>(contract: CommandContract<P, R, C>, useCase: UseCaseClass<P, R | void>): this {
    if (contract.owner !== this.service) throw new Error(`${contract.type} is not a command of ${this.service}.`);
    this.entries.push({
      contract: contract,
      useCase: useCase,
    });
    return this;
  }
}

/**
 * @example
 * export const inventoryCommands = commandsOf('inventory')
 *   .on(inventory.reserveStock, ReserveStockHandler)
 *   .on(inventory.releaseStock, ReleaseStockHandler);
 */
export function commandsOf(service: string): CommandTable {
  return new CommandTable(service);
}

export interface EventEntry {
  readonly contract: EventContract;
  readonly useCase: UseCaseClass;
}

/** What a service does when it hears of something: one line per event, all from the queue `<service>.events`. */
export class EventTable {
  readonly entries: EventEntry[] = [];

  constructor(readonly service: string) {}

  on<D>(contract: EventContract<D>, useCase: UseCaseClass<D>): this {
    this.entries.push({ contract: contract, useCase: useCase });
    return this;
  }
}

/**
 * @example
 * export const productEvents = eventsFor('product').on(inventory.inventoryChanged, RecordStockLevelHandler);
 */
export function eventsFor(service: string): EventTable {
  return new EventTable(service);
}
