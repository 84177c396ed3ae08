export type ClassOf<T> = new () => T;

/** A "no" that a command is answered with: data, not an exception. */
export interface Refusal<Code extends string = string> {
  readonly code: Code;
  readonly detail: string;
}

/** An answer without content. */
export class Nothing {}

/**
 * A command that one service may send to another: its names on the wire and the classes that check its data where
 * it is consumed. `P` is the payload, `R` the data of a successful reply, `C` the codes it may be refused with.
 */
export interface CommandContract<P = unknown, R = unknown, C extends string = string> {
  readonly kind: 'command';
  /** The service that carries the command out; its queue is `<owner>.commands`. */
  readonly owner: string;
  /** `owner.verb-noun.vN` */
  readonly type: string;
  readonly payload: ClassOf<P>;
  readonly done: { readonly type: string; readonly data: ClassOf<R> };
  readonly refused: { readonly type: string; readonly codes: readonly C[] };
}

/** A fact that a service tells whoever listens. */
export interface EventContract<D = unknown> {
  readonly kind: 'event';
  readonly owner: string;
  /** `owner.past.vN` */
  readonly type: string;
  readonly data: ClassOf<D>;
}

/** Declares a command. `done.data` is left out where success has nothing to tell. */
export function command<P, const C extends string, R = Nothing>(spec: {
  type: `${string}.${string}.v${number}`;
  payload: ClassOf<P>;
  done: { type: `${string}.${string}.v${number}`; data?: ClassOf<R> };
  refused: { type: `${string}.${string}.v${number}`; codes: readonly C[] };
}): CommandContract<P, R, C> {
  const data = spec.done.data ?? (Nothing as unknown as ClassOf<R>);
  return { ...spec, kind: 'command', owner: ownerOf(spec.type), done: { type: spec.done.type, data } };
}

/** Declares an event. */
export function event<D>(type: `${string}.${string}.v${number}`, data: ClassOf<D>): EventContract<D> {
  return { kind: 'event', owner: ownerOf(type), type, data };
}

function ownerOf(type: string): string {
  return type.slice(0, type.indexOf('.'));
}
