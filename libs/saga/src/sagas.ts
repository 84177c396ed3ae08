import { Clock, continueTrace, currentContext, newId, runInContext, UnitOfWork } from '@tradewind/kernel';
import { SagaDefinition } from './definition';
import { Answer, HistoryEntry, SagaInstance, SagaStatus } from './instance';
import { SagaMachine, Transition } from './machine';
import { CommandSender, LocalCommands, SagaObserver, SagaStore } from './ports';

/** How long a saga waits that could not be handled when it was due. */
const POSTPONE_MS = 30_000;

/**
 * The engine: starts sagas, feeds them the answers to their commands and undoes what took too long. Every call is
 * one transaction in which the instance, its step log, local changes and outgoing commands are written together.
 */
export class Sagas {
  private readonly machines = new Map<string, SagaMachine<unknown>>();

  constructor(
    definitions: readonly SagaDefinition[],
    private readonly unitOfWork: UnitOfWork,
    private readonly store: SagaStore,
    private readonly commands: CommandSender,
    private readonly local: LocalCommands,
    private readonly observer: SagaObserver,
    private readonly clock: Clock,
  ) {
    for (const definition of definitions) {
      const key = keyOf(definition.name, definition.version);
      if (this.machines.has(key)) throw new Error(`Saga ${key} is defined twice.`);
      this.machines.set(key, new SagaMachine(definition));
    }
  }

  /** Starts a saga in the current transaction. @returns its id. */
  async start<S>(definition: SagaDefinition<S>, state: S): Promise<string> {
    const now = this.clock.now();
    const context = currentContext();
    const instance: SagaInstance<S> = {
      id: newId(),
      definition: definition.name,
      version: definition.version,
      subject: definition.subject(state),
      state,
      status: SagaStatus.Running,
      step: definition.steps[0]!.name,
      direction: 'do',
      awaiting: null,
      attempts: 0,
      deadline: null,
      context: {
        correlationId: context?.correlationId ?? newId(),
        traceparent: continueTrace(context?.traceparent),
      },
      startedAt: now,
      endedAt: null,
    };
    await this.carryOut(this.machineOf(instance).begin(instance, now), (settled) => this.store.insert(settled));
    return instance.id;
  }

  /**
   * Undoes the saga under way about a subject, in the current transaction. Locks it before anything else is locked.
   * @returns what can be done: it is being `undone` now, it is `past` its point of no return, or there is `none`
   */
  async cancel(subject: string): Promise<'undone' | 'past' | 'none'> {
    const instance = await this.store.lockOpen(subject);
    if (!instance) return 'none';
    const transition = this.machineOf(instance).cancel(instance, this.clock.now());
    if (!transition) return instance.direction === 'undo' ? 'undone' : 'past';
    await this.carryOut(transition, (settled) => this.store.update(settled));
    return 'undone';
  }

  /**
   * Lets a parked saga go on after a person has repaired what parked it; who that was is noted in the step log.
   * @returns false if it is not parked, or there is none
   */
  async retry(sagaId: string, by: string): Promise<boolean> {
    return this.unitOfWork.run(async () => {
      const instance = await this.store.lock(sagaId);
      const transition = instance && this.machineOf(instance).retry(instance, by, this.clock.now());
      if (!transition) return false;
      const context = { ...instance.context, sagaId };
      await runInContext(context, () => this.carryOut(transition, (settled) => this.store.update(settled)));
      return true;
    });
  }

  /**
   * Takes an answer in. One that is not awaited (late, or twice) is logged in the history and changes nothing.
   * @returns false if there is no such saga
   */
  async answer(sagaId: string, answer: Answer): Promise<boolean> {
    return this.unitOfWork.run(async () => {
      const instance = await this.store.lock(sagaId);
      if (!instance) return false;
      const transition = this.machineOf(instance).answer(instance, answer, this.clock.now());
      await this.carryOut(transition, (settled) => this.store.update(settled));
      return true;
    });
  }

  /**
   * Handles one saga whose deadline has passed. @returns false if there was none.
   * @throws what went wrong; that saga is then due again later, so that it keeps no other from being handled.
   */
  async expireOne(): Promise<boolean> {
    let taken: SagaInstance | undefined;
    try {
      return await this.unitOfWork.run(async () => {
        const now = this.clock.now();
        taken = await this.store.lockOverdue(now);
        if (!taken) return false;
        await this.expire(taken, now);
        return true;
      });
    } catch (error) {
      if (taken) await this.postpone(taken.id);
      throw error;
    }
  }

  private async expire(instance: SagaInstance, now: Date): Promise<void> {
    const transition = this.machineOf(instance).expire(instance, now);
    const context = { ...instance.context, sagaId: instance.id };
    await runInContext(context, () => this.carryOut(transition, (settled) => this.store.update(settled)));
  }

  private async postpone(id: string): Promise<void> {
    await this.unitOfWork.run(async () => {
      const instance = await this.store.lock(id);
      const deadline = new Date(this.clock.now().getTime() + POSTPONE_MS);
      if (instance?.deadline) await this.store.update({ ...instance, deadline });
    });
  }

  /** Local commands are answered on the spot, so one call may take several transitions. */
  private async carryOut(first: Transition, write: (settled: SagaInstance) => Promise<void>): Promise<void> {
    const history: HistoryEntry[] = [...first.history];
    let transition = first;
    while (transition.send && this.local.handles(transition.send.type)) {
      const answer = await this.local.execute(transition.send);
      transition = this.machineOf(transition.instance).answer(transition.instance, answer, this.clock.now());
      history.push(...transition.history);
    }
    await write(transition.instance);
    await this.store.appendHistory(transition.instance.id, history);
    if (transition.send) await this.commands.send(transition.send, transition.instance);
    this.observer.changed(transition.instance);
  }

  private machineOf(instance: SagaInstance): SagaMachine<unknown> {
    const key = keyOf(instance.definition, instance.version);
    const machine = this.machines.get(key);
    if (!machine) throw new Error(`No definition for saga ${key}; keep a version until its last instance has ended.`);
    return machine;
  }
}

function keyOf(name: string, version: number): string {
  return `${name} v${version}`;
}
