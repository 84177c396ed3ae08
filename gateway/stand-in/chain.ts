import type { Declaration } from './declaration/declaration';
import { idOf } from './declaration/ids';
import type { Exchange } from './exchange';
import type { Bound, Place, Plugin, World } from './plugins/plugin';
import type { Match } from './router';

/** Kong's order: of a plugin's configurations that fit a request, only the one whose place is first here runs. */
const PLACES: readonly (readonly (keyof Place)[])[] = [
  ['route', 'service', 'consumer'],
  ['route', 'consumer'],
  ['service', 'consumer'],
  ['route', 'service'],
  ['consumer'],
  ['route'],
  ['service'],
  [],
];

interface Running extends Bound {
  plugin: Plugin;
}

/** Which plugins a request meets. Each is started once, so what it counts is counted for the place where it is bound. */
export class Chains {
  private readonly routes: ReadonlyMap<string, Chain>;
  private readonly unrouted: Chain;

  constructor({ plugins, services }: Declaration, world: World) {
    const running = plugins.map((one) => ({ ...one, plugin: one.start(world, idsOf(one.at)) }));
    this.unrouted = new Chain(running.filter(({ at }) => rankOf(at) === PLACES.length - 1));
    this.routes = new Map(
      services.flatMap((service) =>
        service.routes.map((route) => [
          route.name,
          new Chain(running.filter(({ at }) => isOneOf(at.service, service.name) && isOneOf(at.route, route.name))),
        ]),
      ),
    );
  }

  of(match: Match | undefined): Chain {
    return (match && this.routes.get(match.route.name)) ?? this.unrouted;
  }
}

export class Chain {
  /** For each plugin, by priority: its configurations, the most specific one first. */
  private readonly choices: readonly (readonly Running[])[];

  constructor(running: readonly Running[]) {
    const byRank = [...running].sort((a, b) => rankOf(a.at) - rankOf(b.at));
    const names = [...new Set(running.map(({ name }) => name))];
    this.choices = names
      .map((name) => byRank.filter((one) => one.name === name))
      .sort(([a], [b]) => (b?.priority ?? 0) - (a?.priority ?? 0));
  }

  /** Who the consumer is turns out on the way, so it is asked at each step. */
  *plugins(exchange: Exchange): Generator<Plugin> {
    for (const choices of this.choices) {
      const found = choices.find(({ at }) => isOneOf(at.consumer, exchange.consumer?.username));
      if (found) yield found.plugin;
    }
  }
}

function isOneOf(bound: string | undefined, name: string | undefined): boolean {
  return bound === undefined || bound === name;
}

function rankOf(at: Place): number {
  const named = Object.entries(at).filter(([, name]) => name !== undefined);
  return PLACES.findIndex(
    (place) => place.length === named.length && named.every(([key]) => place.includes(key as keyof Place)),
  );
}

function idsOf({ route, service }: Place): Place {
  return { route: route && idOf('routes', route), service: service && idOf('services', service) };
}
