import { deepStrictEqual, fail, ok, strictEqual } from 'node:assert';
import { CommandContract } from '@tradewind/contracts';
import { continueTrace } from '@tradewind/kernel';
import { SagaDefinition } from './definition';
import { Answer, SagaAction, SagaInstance, SagaStatus } from './instance';
import { commandId, MAX_ATTEMPTS, SagaMachine, Transition } from './machine';

/**
 * Tells the story of one saga in memory: what it sends, what it hears, how it ends.
 *
 * @example
 * givenSaga(placeOrderSaga, anOrderState())
 *   .sends(inventory.reserveStock).answered()
 *   .sends(payment.processPayment).refused('payment.declined')
 *   .sends(inventory.releaseStock).answered()
 *   .sends(order.cancelOrder, { orderId: 'o-1', reason: 'payment_declined' }).answered()
 *   .endsUndone();
 */
export function givenSaga<S>(definition: SagaDefinition<S>, state: S): SagaStory<S> {
  return new SagaStory(definition, state);
}

class SagaStory<S> {
  private readonly machine: SagaMachine<S>;
  private readonly answers: Answer[] = [];
  private now = new Date('2026-01-01T00:00:00Z');
  private last: Transition<S>;

  constructor(
    private readonly definition: SagaDefinition<S>,
    state: S,
  ) {
    this.machine = new SagaMachine(definition);
    this.last = this.machine.begin(newInstance(definition, state, this.now), this.now);
  }

  /** The saga now sends this command (with this payload, when one is given). */
  sends<P, R, C extends string>(command: CommandContract<P, R, C>, payload?: P): Sent<S, R, C> {
    const sent = this.last.send ?? fail(`expected ${command.type}, but the saga sends nothing (${this.status()})`);
    strictEqual(sent.type, command.type);
    if (payload !== undefined) deepStrictEqual(sent.payload, payload);
    return new Sent<S, R, C>(this, command);
  }

  /** Everything was done. */
  endsDone(): this {
    return this.endsAs(SagaStatus.Completed);
  }

  /** Everything that was done was undone. */
  endsUndone(): this {
    return this.endsAs(SagaStatus.Compensated);
  }

  /** A person has settled what was left. */
  endsResolved(): this {
    return this.endsAs(SagaStatus.Resolved);
  }

  /** It waits for a person. */
  needsAttention(): this {
    strictEqual(this.status(), SagaStatus.NeedsAttention);
    ok(this.last.send === undefined, 'a parked saga sends nothing');
    return this;
  }

  /** An answer comes a second time: it changes nothing. */
  hearsTheLastAnswerAgain(): this {
    return this.ignores(this.answers.at(-1) ?? fail('no answer was given yet'));
  }

  /** A participant answers a command that the saga no longer waits for: it changes nothing. */
  hearsLateFrom(step: string, reply: { type: string }): this {
    const id = commandId(this.last.instance.id, step, 'do');
    return this.ignores({ commandId: id, type: reply.type, outcome: 'done', data: {} });
  }

  hear(answer: Answer): this {
    this.answers.push(answer);
    this.tick(1);
    this.last = this.machine.answer(this.last.instance, answer, this.now);
    return this;
  }

  /** No answer comes before the deadline. */
  expire(): this {
    this.now = this.last.instance.deadline ?? fail('the saga has no deadline');
    this.last = this.machine.expire(this.last.instance, this.now);
    return this;
  }

  /** Somebody outside wants it undone. */
  isCancelled(reason = 'cancelled'): this {
    this.tick(1);
    this.last = this.machine.cancel(this.last.instance, reason, this.now) ?? fail('it is too late to cancel');
    return this;
  }

  /** A cancel comes too late, or twice: it changes nothing. */
  cannotBeCancelled(): this {
    strictEqual(this.machine.cancel(this.last.instance, 'cancelled', this.now), undefined);
    return this;
  }

  /** A person acts. */
  isOperated(action: SagaAction, reason = 'cancelled'): this {
    this.tick(1);
    this.last = this.operate(action, reason) ?? fail(`there is nothing to ${action}`);
    return this;
  }

  /** A person wants what its state does not allow: it changes nothing. */
  cannotBeOperated(action: SagaAction): this {
    strictEqual(this.operate(action, 'cancelled'), undefined);
    return this;
  }

  private operate(action: SagaAction, reason: string): Transition<S> | undefined {
    const intervention = { action, reason, by: 'a person', note: null };
    return this.machine.operate(this.last.instance, intervention, this.now);
  }

  awaited(): string {
    return this.last.instance.awaiting ?? fail('the saga waits for nothing');
  }

  private ignores(answer: Answer): this {
    const { instance, history, send } = this.machine.answer(this.last.instance, answer, this.now);
    deepStrictEqual(instance, this.last.instance);
    deepStrictEqual(
      history.map((entry) => entry.what),
      ['ignored'],
    );
    strictEqual(send, undefined);
    return this;
  }

  private endsAs(status: SagaStatus): this {
    strictEqual(this.status(), status);
    ok(this.last.instance.endedAt, `saga ${this.definition.name} has no end`);
    strictEqual(this.last.instance.awaiting, null);
    return this;
  }

  private status(): SagaStatus {
    return this.last.instance.status;
  }

  private tick(seconds: number): void {
    this.now = new Date(this.now.getTime() + seconds * 1_000);
  }
}

class Sent<S, R, C extends string> {
  constructor(
    private readonly story: SagaStory<S>,
    private readonly command: CommandContract<unknown, R, C> | CommandContract<never, R, C>,
  ) {}

  answered(data: Partial<R> = {}): SagaStory<S> {
    const { type } = this.command.done;
    return this.story.hear({ commandId: this.story.awaited(), type, outcome: 'done', data });
  }

  refused(code: C): SagaStory<S> {
    const { type } = this.command.refused;
    const refusal = { code, detail: `refused with ${code}` };
    return this.story.hear({ commandId: this.story.awaited(), type, outcome: 'refused', refusal });
  }

  /** The participant tried, kept failing and gave up. */
  failed(): SagaStory<S> {
    const answer = { commandId: this.story.awaited(), type: 'saga.command-failed.v1', outcome: 'failed' } as const;
    return this.story.hear({ ...answer, detail: 'a bug' });
  }

  timedOut(): SagaStory<S> {
    return this.story.expire();
  }

  /** The command is sent as often as it may be, and never answered. */
  neverAnswered(): SagaStory<S> {
    for (let attempt = 1; attempt < MAX_ATTEMPTS; attempt++) this.story.expire().sends(this.command);
    return this.story.expire();
  }
}

function newInstance<S>(definition: SagaDefinition<S>, state: S, now: Date): SagaInstance<S> {
  return {
    id: 'saga-1',
    definition: definition.name,
    version: definition.version,
    subject: definition.subject(state),
    // Through JSON and back, as the store does it.
    state: JSON.parse(JSON.stringify(state)) as S,
    status: SagaStatus.Running,
    step: definition.steps[0]!.name,
    direction: 'do',
    awaiting: null,
    attempts: 0,
    deadline: null,
    context: { correlationId: 'c-1', traceparent: continueTrace() },
    startedAt: now,
    endedAt: null,
  };
}
