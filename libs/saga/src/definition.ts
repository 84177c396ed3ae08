import { CommandContract, Refusal } from '@tradewind/contracts';

/** `'30s'`, `'2m'`, `'1h'` */
export type Duration = `${number}${'s' | 'm' | 'h'}`;

/** A command and how its payload is made from the saga's state. */
export interface Send<S, R = unknown, C extends string = string> {
  readonly command: CommandContract<unknown, R, C>;
  payload(state: S): unknown;
}

/** Sends `command` with what `payload` makes of the state. Types come from the contract; `payload` must be pure. */
export function send<S, P, R, C extends string>(
  command: CommandContract<P, R, C>,
  payload: (state: S) => P,
): Send<S, R, C> {
  return { command: command, payload };
}

/** A step that can be undone. Keys in this order: do, within, onReply, onRefusal, undo. */
export interface StepSpec<S, R = unknown, C extends string = string> {
  /** Left out where the transaction that started the saga has already done it. */
  readonly do?: Send<S, R, C>;
  /** How long to wait for the answer before the step is undone. Default 30s. */
  readonly within?: Duration;
  readonly onReply?: (state: S, reply: R) => S;
  readonly onRefusal?: (state: S, refusal: Refusal<C>) => S;
  /** Must succeed when there is nothing to undo, and make the participant refuse a late original. */
  readonly undo?: Send<S>;
}

/** A step that is not undone: once it is done, the saga only goes forward. */
export interface ForwardSpec<S, R = unknown, C extends string = string> {
  readonly do: Send<S, R, C>;
  /** How long to wait for the answer before the command is sent again. Default 30s. */
  readonly within?: Duration;
  readonly onReply?: (state: S, reply: R) => S;
}

/** Its functions are declared as methods, so that definitions of any state fit where the state does not matter. */
export interface SagaStep<S = unknown> {
  readonly name: string;
  /** `step` can be undone; `pivot` is the point of no return; `retry` is repeated until it succeeds. */
  readonly kind: 'step' | 'pivot' | 'retry';
  readonly do?: Send<S>;
  readonly withinMs: number;
  onReply?(state: S, reply: unknown): S;
  onRefusal?(state: S, refusal: Refusal): S;
  readonly undo?: Send<S>;
}

export interface SagaDefinition<S = unknown> {
  readonly name: string;
  /** Stored with each instance; raise it when steps change their meaning. */
  readonly version: number;
  /** What the saga is about, such as the order id. */
  subject(state: S): string;
  /** What a cancel from outside, and why, changes in the state before it undoes; see `Sagas.cancel`. */
  onCancel?(state: S, reason: string): S;
  readonly steps: readonly SagaStep<S>[];
}

export interface ForwardOnly<S> {
  retry<R, C extends string>(name: string, spec: ForwardSpec<S, R, C>): ForwardOnly<S>;
  done(): SagaDefinition<S>;
}

export interface Undoable<S> {
  /** A saga that only goes forward begins with this: nothing of it is undone. */
  retry<R, C extends string>(name: string, spec: ForwardSpec<S, R, C>): ForwardOnly<S>;
  step<R, C extends string>(name: string, spec: StepSpec<S, R, C>): Undoable<S>;
  pivot<R, C extends string>(name: string, spec: ForwardSpec<S, R, C>): ForwardOnly<S>;
}

/**
 * Begins a saga definition, read from top to bottom. `S`, the state, is a small record that survives JSON.
 *
 * @example
 * const placeOrder = saga<State>('place-order', { version: 1, subject: (s) => s.orderId })
 *   .step('reserve stock', {
 *     do: send(inventory.reserveStock, (s) => ({ orderId: s.orderId, lines: s.lines })),
 *     within: '30s',
 *     undo: send(inventory.releaseStock, (s) => ({ orderId: s.orderId })),
 *   })
 *   .pivot('confirm order', { do: send(order.confirmOrder, (s) => ({ orderId: s.orderId })) })
 *   .retry('commit stock', { do: send(inventory.commitStock, (s) => ({ orderId: s.orderId })) })
 *   .done();
 */
export function saga<S>(name: string, about: About<S>): Undoable<S> {
  return new Builder<S>(name, about);
}

type About<S> = Pick<SagaDefinition<S>, 'version' | 'subject' | 'onCancel'>;

class Builder<S> implements Undoable<S>, ForwardOnly<S> {
  private readonly steps: SagaStep<S>[] = [];

  constructor(
    private readonly name: string,
    private readonly about: About<S>,
  ) {}

  step<R, C extends string>(name: string, spec: StepSpec<S, R, C>): this {
    return this.add('step', name, spec as unknown as StepSpec<S>);
  }

  pivot<R, C extends string>(name: string, spec: ForwardSpec<S, R, C>): this {
    return this.add('pivot', name, spec as unknown as StepSpec<S>);
  }

  retry<R, C extends string>(name: string, spec: ForwardSpec<S, R, C>): this {
    return this.add('retry', name, spec as unknown as StepSpec<S>);
  }

  done(): SagaDefinition<S> {
    return { ...this.about, name: this.name, steps: this.steps };
  }

  private add(kind: SagaStep<S>['kind'], name: string, spec: StepSpec<S>): this {
    if (this.steps.some((step) => step.name === name)) {
      throw new Error(`Saga ${this.name} has two steps named "${name}"; the stored position is the name.`);
    }
    this.steps.push({ ...spec, name, kind, withinMs: milliseconds(spec.within ?? '30s') });
    return this;
  }
}

const UNIT = { s: 1_000, m: 60_000, h: 3_600_000 };

function milliseconds(duration: Duration): number {
  return Number.parseFloat(duration) * UNIT[duration.at(-1) as keyof typeof UNIT];
}
