import type { KeyObject } from 'node:crypto';
import type { Counters } from '../counting/counters';
import { ALWAYS, notes, protocols, tags } from '../declaration/fields';
import { object, oneOf, optional, refuse, text, type Reader } from '../declaration/shape';
import type { Answer } from '../errors';
import type { Consumer, Exchange } from '../exchange';
import type { GatewayMetrics } from '../metrics';

/** What has gone over the wire. */
export interface Outcome {
  status: number;
  /** Bytes, those of the headers included. */
  received: number;
  sent: number;
}

/**
 * A plugin at work. Kong calls `access` until one answers, then `respond` of all of them, whoever made the answer, and
 * `log` when all of it has been sent.
 */
export interface Plugin {
  access?(exchange: Exchange): Answer | undefined | Promise<Answer | undefined>;
  respond?(exchange: Exchange): void;
  log?(exchange: Exchange, outcome: Outcome): void;
}

export interface Credential {
  consumer: Consumer;
  publicKey: KeyObject;
}

/** What a plugin may need besides its own configuration. */
export interface World {
  credentials: ReadonlyMap<string, Credential>;
  metrics: GatewayMetrics;
  counters: Counters;
}

/** What a plugin is bound to, by name (or by id, for the plugin itself): nothing is everything. */
export interface Place {
  route?: string | undefined;
  service?: string | undefined;
  consumer?: string | undefined;
}

/** A plugin as the file configures it at one place. Starting it makes the one instance, with its counters, of this place. */
export interface Bound {
  name: string;
  priority: number;
  at: Place;
  start: (world: World, ids: Place) => Plugin;
}

export type Holder = 'file' | 'service' | 'route' | 'consumer';

export interface PluginKind {
  name: string;
  /** Reads it as it stands in one of these; only what stands in the file itself says where it is bound. */
  in: (holder: Holder) => Reader<Bound>;
}

interface Definition<C> {
  name: string;
  /** Kong's own number: the higher one runs first. */
  priority: number;
  /** Whether it can be bound to a consumer: here, in Kong alone, or nowhere. */
  toConsumers: 'yes' | 'in Kong' | 'never';
  config: Reader<C>;
  start: (config: C, world: World, ids: Place) => Plugin;
}

const reference = optional(text(), undefined);
const shared = {
  name: text(),
  instance_name: reference,
  enabled: optional(oneOf([true], [false]), true),
  protocols,
  tags,
  ...notes,
};
const references = { route: reference, service: reference, consumer: reference };
const nested = optional<never, undefined>(
  (_value, place) => refuse(place, 'must not be named by a nested plugin'),
  undefined,
);
const noReferences = { route: nested, service: nested, consumer: nested };

export function definePlugin<C>({ name, priority, toConsumers, config, start }: Definition<C>): PluginKind {
  const standing = object({ ...shared, ...references, config: optional(config, undefined) }, ALWAYS);
  const held = object({ ...shared, ...noReferences, config: optional(config, undefined) }, ALWAYS);
  return {
    name,
    in: (holder) => (value, place) => {
      const { route, service, consumer, config: given } = (holder === 'file' ? standing : held)(value, place);
      const isAtConsumer = holder === 'consumer' || consumer !== undefined;
      if (isAtConsumer && toConsumers === 'never') return refuse(place, `${name} can't be bound to a consumer`);
      if (isAtConsumer && toConsumers === 'in Kong') return refuse(place, `${name} at a consumer is not implemented`);
      const options = given ?? config({}, `${place}.config`);
      return { name, priority, at: { route, service, consumer }, start: (world, ids) => start(options, world, ids) };
    },
  };
}
