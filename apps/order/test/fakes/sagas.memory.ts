import { Clock, Page } from '@tradewind/kernel';
import {
  Answer,
  CommandSender,
  HistoryEntry,
  LocalCommands,
  OutgoingCommand,
  SagaDefinition,
  SagaInstance,
  SagaObserver,
  Sagas,
  SagaStore,
} from '@tradewind/saga';
import { MemoryUnitOfWork } from '@tradewind/testing';

export class MemorySagaStore extends SagaStore {
  private readonly instances = new Map<string, SagaInstance>();
  private readonly log = new Map<string, HistoryEntry[]>();

  /** All instances, oldest first. */
  get all(): SagaInstance[] {
    return [...this.instances.values()];
  }

  async insert(instance: SagaInstance): Promise<void> {
    this.instances.set(instance.id, instance);
  }

  async lock(id: string): Promise<SagaInstance | undefined> {
    return this.instances.get(id);
  }

  async lockOpen(subject: string): Promise<SagaInstance | undefined> {
    return this.all.find((instance) => instance.subject === subject && instance.endedAt === null);
  }

  async lockOverdue(now: Date): Promise<SagaInstance | undefined> {
    return this.all.find(({ deadline }) => deadline !== null && deadline <= now);
  }

  async watch(): Promise<number> {
    return 0;
  }

  async update(instance: SagaInstance): Promise<void> {
    await this.insert(instance);
  }

  async appendHistory(sagaId: string, entries: readonly HistoryEntry[]): Promise<void> {
    this.log.set(sagaId, [...(this.log.get(sagaId) ?? []), ...entries]);
  }

  async find(): Promise<undefined> {
    return undefined;
  }

  async list(): Promise<Page<never>> {
    return { items: [], nextCursor: null };
  }

  async countOpen(): Promise<[]> {
    return [];
  }

  async findBySubject(subject: string): Promise<{ instance: SagaInstance; history: HistoryEntry[] }[]> {
    return this.all
      .filter((instance) => instance.subject === subject)
      .map((instance) => ({ instance, history: this.log.get(instance.id) ?? [] }));
  }
}

class MemoryCommandSender extends CommandSender {
  readonly sent: OutgoingCommand[] = [];

  async send(command: OutgoingCommand): Promise<void> {
    this.sent.push(command);
  }
}

class NoLocalCommands extends LocalCommands {
  handles(): boolean {
    return false;
  }

  async execute(command: OutgoingCommand): Promise<Answer> {
    throw new Error(`${command.type} is not carried out here`);
  }
}

class NobodyWatches extends SagaObserver {
  changed(): void {}
}

/** The real engine over memory. */
export function memorySagas(definitions: readonly SagaDefinition[], clock: Clock) {
  const store = new MemorySagaStore();
  const sender = new MemoryCommandSender();
  const [unitOfWork, local, observer] = [new MemoryUnitOfWork(), new NoLocalCommands(), new NobodyWatches()];
  const sagas = new Sagas(definitions, unitOfWork, store, sender, local, observer, clock);
  return { sagas, store, sent: sender.sent };
}
