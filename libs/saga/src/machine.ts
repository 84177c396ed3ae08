import { derivedId } from '@tradewind/kernel';
import { SagaDefinition, SagaStep } from './definition';
import { Answer, Direction, HistoryEntry, Intervention, OutgoingCommand, SagaInstance, SagaStatus } from './instance';

/** How often a command that must succeed is sent before the saga is parked for a person. */
export const MAX_ATTEMPTS = 10;

const NOTED = { retry: 'retried', resume: 'resumed', compensate: 'compensated', resolve: 'resolved' } as const;

/** What follows from an answer or a time-out: pure data, carried out by the caller in one transaction. */
export interface Transition<S = unknown> {
  readonly instance: SagaInstance<S>;
  /** At most one command is under way at a time. */
  readonly send?: OutgoingCommand;
  readonly history: readonly HistoryEntry[];
}

/**
 * Decides what a saga does next. No I/O, no clock, no randomness: the same input gives the same transition.
 *
 * - done: on to the next step.
 * - refused: nothing happened, undo from the step before.
 * - timed out, or failed: it may have happened, undo from this step too.
 * - Past the pivot, and while undoing, there is no other way than through: the command is sent again (with the same
 *   id, so that a participant that has already done it only repeats its answer) until the saga is parked.
 */
export class SagaMachine<S> {
  constructor(private readonly definition: SagaDefinition<S>) {}

  begin(instance: SagaInstance<S>, now: Date): Transition<S> {
    const started = entry(now, instance, 'started');
    return withHistory([started], this.forward(instance, 0, now));
  }

  answer(instance: SagaInstance<S>, answer: Answer, now: Date): Transition<S> {
    if (instance.awaiting === null || instance.awaiting !== answer.commandId) {
      return { instance, history: [{ ...entry(now, instance, 'ignored'), ...about(answer) }] };
    }
    const heard = {
      ...entry(now, instance, answer.outcome),
      ...about(answer),
      data: dataOf(answer),
      ...(answer.waits ? { waits: answer.waits } : {}),
    };
    return withHistory([heard], this.onward(instance, answer, now));
  }

  /** The deadline of the awaited command has passed. */
  expire(instance: SagaInstance<S>, now: Date): Transition<S> {
    const index = this.indexOf(instance.step);
    const timedOut = entry(now, instance, 'timed-out');
    if (this.canStillBeUndone(instance)) return withHistory([timedOut], this.backward(instance, index, now));
    if (instance.attempts >= MAX_ATTEMPTS) {
      return withHistory([timedOut], park(instance, `no answer after ${instance.attempts} attempts`, now));
    }
    return withHistory([timedOut], this.sendAgain(instance, now));
  }

  /**
   * Somebody outside wants it undone: undoes from the current step on, since that may have happened.
   * @param reason handed to the definition's `onCancel`
   * @returns undefined when there is nothing to change: past the pivot, or undoing already
   */
  cancel(instance: SagaInstance<S>, reason: string, now: Date): Transition<S> | undefined {
    return this.undo(instance, reason, entry(now, instance, 'cancelled'));
  }

  /**
   * A person acts.
   * - retry: the awaited command is sent under a new id, so that a participant that refused it decides anew.
   * - resume: it is sent under its old id, so that a participant that has done it only repeats its answer.
   * - compensate: what can still be undone is undone, from the current step on.
   * - resolve: it ends here; what was left has been settled by hand.
   * @returns undefined where the saga's state does not allow it
   */
  operate(instance: SagaInstance<S>, { action, by, note, reason }: Intervention, now: Date): Transition<S> | undefined {
    const noted = { ...entry(now, instance, NOTED[action]), data: { by, note } };
    if (action === 'compensate') return this.undo(instance, reason, noted);
    if (instance.status !== SagaStatus.NeedsAttention || instance.awaiting === null) return undefined;
    switch (action) {
      case 'retry':
        return withHistory([noted], this.goOn(instance, now, derivedId(`${instance.awaiting}/retried`)));
      case 'resume':
        return withHistory([noted], this.goOn(instance, now, instance.awaiting));
      case 'resolve':
        return withHistory([noted], end(instance, SagaStatus.Resolved, now));
    }
  }

  /** When the awaited command was last sent; null where none is awaited by a deadline. Time that did not count is left out. */
  sentAt(instance: SagaInstance<S>): Date | null {
    if (!instance.awaiting || !instance.deadline) return null;
    return new Date(instance.deadline.getTime() - this.stepAt(this.indexOf(instance.step)).withinMs);
  }

  private undo(instance: SagaInstance<S>, reason: string, noted: HistoryEntry): Transition<S> | undefined {
    if (!this.canStillBeUndone(instance)) return undefined;
    const state = this.definition.onCancel?.(instance.state, reason) ?? instance.state;
    return withHistory([noted], this.backward({ ...instance, state }, this.indexOf(instance.step), noted.at));
  }

  private goOn(instance: SagaInstance<S>, now: Date, commandId: string): Transition<S> {
    const status = instance.direction === 'do' ? SagaStatus.Running : SagaStatus.Compensating;
    return this.dispatch({ ...instance, status }, now, commandId);
  }

  private onward(instance: SagaInstance<S>, answer: Answer, now: Date): Transition<S> {
    const index = this.indexOf(instance.step);
    const step = this.stepAt(index);
    const undoable = this.canStillBeUndone(instance);
    switch (answer.outcome) {
      case 'done':
        if (instance.direction === 'undo') return this.backward(instance, index - 1, now);
        return this.forward(
          { ...instance, state: step.onReply?.(instance.state, answer.data) ?? instance.state },
          index + 1,
          now,
        );
      case 'refused':
        if (instance.direction === 'do' && step.kind !== 'retry') {
          return this.backward(
            { ...instance, state: step.onRefusal?.(instance.state, answer.refusal) ?? instance.state },
            index - 1,
            now,
          );
        }
        return park(instance, `refused: ${answer.refusal.code}`, now);
      case 'failed':
        if (undoable) return this.backward(instance, index, now);
        if (instance.attempts >= MAX_ATTEMPTS) return park(instance, `failed: ${answer.detail}`, now);
        // The deadline stays: the command is sent again when it has passed, not at once.
        return { instance, history: [] };
    }
  }

  private forward(instance: SagaInstance<S>, from: number, now: Date): Transition<S> {
    const next = this.definition.steps.find((step, index) => index >= from && step.do);
    if (!next) return end(instance, SagaStatus.Completed, now);
    return this.dispatch({ ...instance, status: SagaStatus.Running, step: next.name, direction: 'do' }, now);
  }

  private backward(instance: SagaInstance<S>, from: number, now: Date): Transition<S> {
    const next = this.definition.steps.findLast((step, index) => index <= from && step.undo);
    if (!next) return end(instance, SagaStatus.Compensated, now);
    return this.dispatch({ ...instance, status: SagaStatus.Compensating, step: next.name, direction: 'undo' }, now);
  }

  private dispatch(instance: SagaInstance<S>, now: Date, id?: string): Transition<S> {
    const command = this.commandOf(instance, id);
    const deadline = this.deadlineFrom(instance, now);
    const waiting = { ...instance, awaiting: command.id, attempts: 1, deadline };
    return { instance: waiting, send: command, history: [sent(now, instance, 'sent', command)] };
  }

  private sendAgain(instance: SagaInstance<S>, now: Date): Transition<S> {
    const command = this.commandOf(instance, instance.awaiting ?? undefined);
    const deadline = this.deadlineFrom(instance, now);
    const waiting = { ...instance, attempts: instance.attempts + 1, deadline };
    return { instance: waiting, send: command, history: [sent(now, instance, 'sent-again', command)] };
  }

  private commandOf(instance: SagaInstance<S>, id?: string): OutgoingCommand {
    const step = this.stepAt(this.indexOf(instance.step));
    const spec = step[instance.direction];
    if (!spec)
      throw new Error(`Step "${step.name}" of saga ${this.definition.name} has nothing to ${instance.direction}.`);
    return {
      id: id ?? commandId(instance.id, step.name, instance.direction),
      type: spec.command.type,
      owner: spec.command.owner,
      payload: spec.payload(instance.state),
    };
  }

  private deadlineFrom(instance: SagaInstance<S>, now: Date): Date {
    return new Date(now.getTime() + this.stepAt(this.indexOf(instance.step)).withinMs);
  }

  private canStillBeUndone(instance: SagaInstance<S>): boolean {
    return instance.direction === 'do' && this.stepAt(this.indexOf(instance.step)).kind === 'step';
  }

  private indexOf(stepName: string): number {
    const index = this.definition.steps.findIndex((step) => step.name === stepName);
    if (index < 0)
      throw new Error(`Saga ${this.definition.name} v${this.definition.version} has no step "${stepName}".`);
    return index;
  }

  private stepAt(index: number): SagaStep<S> {
    return this.definition.steps[index]!;
  }
}

/** A command has one id for its whole life, however often it is sent; only a person's retry gives it another. */
export function commandId(sagaId: string, step: string, direction: Direction): string {
  return derivedId(`${sagaId}/${direction}/${step}`);
}

function end<S>(instance: SagaInstance<S>, status: SagaStatus, now: Date): Transition<S> {
  const ended = { ...instance, status, awaiting: null, deadline: null, endedAt: now };
  return { instance: ended, history: [{ ...entry(now, instance, 'ended'), data: { status } }] };
}

/** A parked saga still waits for its answer: should it come after all, the saga goes on by itself. */
function park<S>(instance: SagaInstance<S>, reason: string, now: Date): Transition<S> {
  const parked = { ...instance, status: SagaStatus.NeedsAttention, deadline: null };
  return { instance: parked, history: [{ ...entry(now, instance, 'parked'), data: { reason } }] };
}

function withHistory<S>(first: HistoryEntry[], transition: Transition<S>): Transition<S> {
  return { ...transition, history: [...first, ...transition.history] };
}

function entry(at: Date, instance: SagaInstance, what: HistoryEntry['what']): HistoryEntry {
  const base = { at, step: instance.step, direction: instance.direction, what };
  return instance.awaiting ? { ...base, commandId: instance.awaiting } : base;
}

function sent(at: Date, instance: SagaInstance, what: 'sent' | 'sent-again', command: OutgoingCommand): HistoryEntry {
  return { at, step: instance.step, direction: instance.direction, what, commandId: command.id, message: command.type };
}

function about(answer: Answer): Pick<HistoryEntry, 'commandId' | 'message'> {
  return { commandId: answer.commandId, message: answer.type };
}

function dataOf(answer: Answer): unknown {
  switch (answer.outcome) {
    case 'done':
      return answer.data;
    case 'refused':
      return answer.refusal;
    case 'failed':
      return { detail: answer.detail };
  }
}
