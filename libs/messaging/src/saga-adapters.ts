import { CommandContract } from '@tradewind/contracts';
import { Outbox, UseCase } from '@tradewind/kernel';
import { Answer, CommandSender, LocalCommands, OutgoingCommand, SagaInstance } from '@tradewind/saga';
import { MessageFactory } from './message-factory';
import { isRefusal } from './refusal';

/** Commands of a saga leave through the outbox. */
export class OutboxCommandSender extends CommandSender {
  constructor(
    private readonly outbox: Outbox,
    private readonly messages: MessageFactory,
  ) {
    super();
  }

  async send(command: OutgoingCommand, saga: SagaInstance): Promise<void> {
    await this.outbox.add([this.messages.command(command, saga)]);
  }
}

/** Commands of the orchestrating service itself: use cases called in the saga's transaction. */
export class UseCaseCommands extends LocalCommands {
  private readonly useCases = new Map<string, [CommandContract, UseCase<unknown, unknown, unknown>]>();

  constructor(entries: readonly (readonly [CommandContract, UseCase<unknown, unknown, unknown>])[]) {
    super();
    for (const [contract, useCase] of entries) this.useCases.set(contract.type, [contract, useCase]);
  }

  handles(type: string): boolean {
    return this.useCases.has(type);
  }

  async execute(command: OutgoingCommand): Promise<Answer> {
    const [contract, useCase] = this.useCases.get(command.type)!;
    try {
      const data = await useCase.handle(command.payload, undefined);
      return { commandId: command.id, type: contract.done.type, outcome: 'done', data: data ?? {} };
    } catch (error) {
      if (!isRefusal(error, contract)) throw error;
      const refusal = { code: error.code, detail: error.message };
      return { commandId: command.id, type: contract.refused.type, outcome: 'refused', refusal };
    }
  }
}
