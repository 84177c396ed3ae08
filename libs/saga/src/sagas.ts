import {
  aboutOrder,
  activeTraceparent,
  Clock,
  currentContext,
  describeSpan,
  inSpan,
  newId,
  RequestContext,
  SpanAttributes,
  traceIdOf,
  UnitOfWork,
} from '@tradewind/kernel';
import { SagaDefinition } from './definition';
import { Answer, HistoryEntry, Intervention, OutgoingCommand, SagaInstance, SagaStatus } from './instance';
import { SagaMachine, Transition } from './machine';
import { CommandSender, LocalCommands, SagaObserver, SagaStore } from './ports';

/** How long a saga waits that could not be handled when it was due. */
const POSTPONE_MS = 30_000;
/** Nobody watching for longer than this, or a clock that jumps by more, does not count for any deadline. */
const WATCH_PATIENCE_MS = 15_000;

/** What an intervention came to; `impossible` where the saga's state does not allow it. */
export interface Intervened {
  readonly outcome: 'changed' | 'impossible';
  readonly before: SagaInstance;
  readonly after: SagaInstance;
}

/** An overdue saga could not be handled; says which, so that it can be told with its ids. */
export class OverdueSagaFailed extends Error {
  constructor(
    readonly context: RequestContext,
    cause: unknown,
  ) {
    super(String(cause), { cause });
  }
}

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
    const context = currentContext();
    if (context) return this.startIn(context, definition, state);
    // Nobody has asked for it just now: it begins a trace of its own.
    return inSpan({ name: `start ${definition.name}`, kind: 'internal' }, { correlationId: newId() }, () =>
      this.startIn(currentContext()!, definition, state),
    );
  }

  private async startIn<S>(context: RequestContext, definition: SagaDefinition<S>, state: S): Promise<string> {
    const now = this.clock.now();
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
      context: { correlationId: context.correlationId, traceparent: context.traceparent },
      startedAt: now,
      endedAt: null,
    };
    aboutOrder(instance.subject, instance.id);
    await this.carryOut(this.machineOf(instance).begin(instance, now), (settled) => this.store.insert(settled));
    return instance.id;
  }

  /**
   * Undoes the saga under way about a subject, in the current transaction. Locks it before anything else is locked.
   * @param reason handed to the definition's `onCancel`
   * @returns what can be done: it is being `undone` now, it is `past` its point of no return, or there is `none`
   */
  async cancel(subject: string, reason: string): Promise<'undone' | 'past' | 'none'> {
    const instance = await this.store.lockOpen(subject);
    if (!instance) return 'none';
    aboutOrder(instance.subject, instance.id);
    const transition = this.machineOf(instance).cancel(instance, reason, this.clock.now());
    if (!transition) return instance.direction === 'undo' ? 'undone' : 'past';
    await this.carryOn(instance, transition);
    return 'undone';
  }

  /**
   * Does what a person wants with a saga, as `SagaMachine.operate` tells; who that was and why is in the step log.
   * @returns undefined if there is no such saga
   */
  async operate(sagaId: string, intervention: Intervention): Promise<Intervened | undefined> {
    return this.unitOfWork.run(async () => {
      const before = await this.store.lock(sagaId);
      if (!before) return undefined;
      const transition = this.machineOf(before).operate(before, intervention, this.clock.now());
      if (!transition) return { outcome: 'impossible', before, after: before };
      return { outcome: 'changed', before, after: await this.carryOutFor(before, transition, intervention.action) };
    });
  }

  /** Whether a saga works on a subject, in the current transaction; holds that saga if there is one. */
  async isAtWorkOn(subject: string): Promise<boolean> {
    return (await this.store.lockOpen(subject)) !== undefined;
  }

  /**
   * Keeps deadlines honest; to be called every few seconds. They only run while somebody watches: an hour without this
   * process, or a clock that was set, makes no saga time out.
   * @returns by how many ms all deadlines were moved; 0 as a rule
   */
  async watchDeadlines(): Promise<number> {
    return this.unitOfWork.run(() => this.store.watch(this.clock.now(), WATCH_PATIENCE_MS));
  }

  /**
   * Takes an answer in. One that is not awaited (late, or twice) is logged in the history and changes nothing.
   * @returns false if there is no such saga
   */
  async answer(sagaId: string, answer: Answer): Promise<boolean> {
    return this.unitOfWork.run(async () => {
      const instance = await this.store.lock(sagaId);
      if (!instance) return false;
      aboutOrder(instance.subject, instance.id);
      const transition = this.machineOf(instance).answer(instance, answer, this.clock.now());
      await this.carryOn(instance, transition);
      return true;
    });
  }

  /**
   * Handles one saga whose deadline has passed. @returns false if there was none.
   * @throws what went wrong; if that is an OverdueSagaFailed, that saga is due again later, so that it keeps no other
   * from being handled.
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
      if (!taken) throw error;
      await this.postpone(taken.id);
      throw new OverdueSagaFailed(contextOf(taken), error);
    }
  }

  private async expire(instance: SagaInstance, now: Date): Promise<void> {
    await this.carryOutFor(instance, this.machineOf(instance).expire(instance, now), 'expire');
  }

  /** What happens to a saga by itself, or by an operator, belongs to the trace in which it began. */
  private carryOutFor(before: SagaInstance, transition: Transition, what: string): Promise<SagaInstance> {
    const span = { name: `${what} ${before.definition}`, kind: 'internal' as const, link: activeTraceparent() };
    return inSpan(span, contextOf(before), () => this.carryOn(before, transition));
  }

  private carryOn(before: SagaInstance, transition: Transition): Promise<SagaInstance> {
    const sentAt = this.machineOf(before).sentAt(before);
    return this.carryOut(transition, (settled) => this.store.update(settled), sentAt);
  }

  private async postpone(id: string): Promise<void> {
    await this.unitOfWork.run(async () => {
      const instance = await this.store.lock(id);
      const deadline = new Date(this.clock.now().getTime() + POSTPONE_MS);
      if (instance?.deadline) await this.store.update({ ...instance, deadline });
    });
  }

  /** Local commands are answered on the spot, so one call may take several transitions. */
  private async carryOut(
    first: Transition,
    write: (settled: SagaInstance) => Promise<void>,
    sentAt: Date | null = null,
  ): Promise<SagaInstance> {
    const history: HistoryEntry[] = [...first.history];
    let transition = first;
    while (transition.send && this.local.handles(transition.send.type)) {
      const answer = await this.executeHere(transition.send, transition.instance);
      transition = this.machineOf(transition.instance).answer(transition.instance, answer, this.clock.now());
      history.push(...transition.history);
    }
    await write(transition.instance);
    await this.store.appendHistory(transition.instance.id, history.map(traced));
    if (transition.send) await this.commands.send(transition.send, transition.instance);
    this.observer.changed(transition.instance, history, sentAt);
    describeSpan(attributesOf(transition.instance));
    return transition.instance;
  }

  private executeHere(command: OutgoingCommand, instance: SagaInstance): Promise<Answer> {
    const name = `${instance.direction} ${instance.step}`;
    const span = { name, kind: 'internal' as const, attributes: attributesOf(instance) };
    return inSpan(span, currentContext() ?? contextOf(instance), () => this.local.execute(command));
  }

  private machineOf(instance: SagaInstance): SagaMachine<unknown> {
    const key = keyOf(instance.definition, instance.version);
    const machine = this.machines.get(key);
    if (!machine) throw new Error(`No definition for saga ${key}; keep a version until its last instance has ended.`);
    return machine;
  }
}

/** Sagas are about orders. */
function contextOf({ id, subject, context }: SagaInstance): RequestContext {
  return { ...context, sagaId: id, orderId: subject };
}

function attributesOf({ id, definition, subject, step, direction, status }: SagaInstance): SpanAttributes {
  return {
    'saga.id': id,
    'saga.definition': definition,
    'saga.step': step,
    'saga.direction': direction,
    'saga.status': status,
    'order.id': subject,
  };
}

/** Notes in which trace a command was sent: a cancel brings its own. */
function traced(entry: HistoryEntry): HistoryEntry {
  const traceparent = currentContext()?.traceparent;
  const isSent = entry.what === 'sent' || entry.what === 'sent-again';
  return isSent && traceparent ? { ...entry, traceId: traceIdOf(traceparent) } : entry;
}

function keyOf(name: string, version: number): string {
  return `${name} v${version}`;
}
