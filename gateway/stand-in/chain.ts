import type { Declaration } from './declaration/declaration';
import type { Exchange } from './exchange';
import type { Binding, Plugin, World } from './plugins/plugin';
import type { Match } from './router';

interface Running {
  priority: number;
  plugin: Plugin;
}
type Layer = ReadonlyMap<string, Running>;

/**
 * Which plugins a request meets. Of each name only the most specific one runs, and it replaces the others: the consumer's,
 * then the route's, the service's, the global one. Who the consumer is turns out on the way, so it is asked at each step.
 */
export class Chains {
  private readonly global: Layer;
  private readonly routes = new Map<string, Chain>();
  private readonly unrouted: Chain;

  constructor(declaration: Declaration, world: World) {
    this.global = started(declaration.plugins, world);
    this.unrouted = new Chain(this.global, new Map());
    const consumers = new Map(declaration.consumers.map((one) => [one.username, started(one.plugins, world)]));
    for (const service of declaration.services) {
      const shared = started(service.plugins, world);
      for (const route of service.routes) {
        const layer = new Map([...this.global, ...shared, ...started(route.plugins, world)]);
        this.routes.set(route.name, new Chain(layer, consumers));
      }
    }
  }

  of(match: Match | undefined): Chain {
    return (match && this.routes.get(match.route.name)) ?? this.unrouted;
  }
}

export class Chain {
  private readonly names: readonly string[];

  constructor(
    private readonly layer: Layer,
    private readonly consumers: ReadonlyMap<string, Layer>,
  ) {
    const everyone = [...layer, ...[...consumers.values()].flatMap((own) => [...own])];
    const priorities = new Map(everyone.map(([name, { priority }]) => [name, priority]));
    this.names = [...priorities].sort(([, a], [, b]) => b - a).map(([name]) => name);
  }

  *plugins(exchange: Exchange): Generator<Plugin> {
    for (const name of this.names) {
      const own = exchange.consumer && this.consumers.get(exchange.consumer.username)?.get(name);
      const running = own ?? this.layer.get(name);
      if (running) yield running.plugin;
    }
  }
}

function started(bindings: readonly Binding[], world: World): Layer {
  return new Map(bindings.map(({ name, priority, start }) => [name, { priority, plugin: start(world) }]));
}
