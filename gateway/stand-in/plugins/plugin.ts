import type { KeyObject } from 'node:crypto';
import { list, object, optional, refuse, text, type Reader } from '../declaration/shape';
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

export type Scope = 'global' | 'service' | 'route' | 'consumer';

export interface Credential {
  consumer: Consumer;
  publicKey: KeyObject;
}

/** What a plugin may need besides its own configuration. */
export interface World {
  credentials: ReadonlyMap<string, Credential>;
  metrics: GatewayMetrics;
}

/** A plugin as the file configures it at one place. Starting it makes the one instance, with its counters, of this place. */
export interface Binding {
  name: string;
  priority: number;
  start: (world: World) => Plugin;
}

export interface PluginKind {
  name: string;
  bindingAt: (scope: Scope) => Reader<Binding>;
}

interface Definition<C> {
  name: string;
  /** Kong's own number: the higher one runs first. */
  priority: number;
  scopes: readonly Scope[];
  config: Reader<C>;
  start: (config: C, world: World) => Plugin;
}

export const tags = optional(list(text(/^[^,/]+$/, 'must be a text without comma and slash')), []);

export function definePlugin<C>({ name, priority, scopes, config, start }: Definition<C>): PluginKind {
  const fields = object({ name: text(), tags, config });
  return {
    name,
    bindingAt: (scope) => (value, place) => {
      if (!scopes.includes(scope)) return refuse(place, `${name} can't be bound here, only to: ${scopes.join(', ')}`);
      const read = fields(value, place);
      return { name, priority, start: (world) => start(read.config, world) };
    },
  };
}
