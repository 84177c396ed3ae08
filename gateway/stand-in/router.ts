import type { Route, Service } from './declaration/declaration';

export interface Match {
  service: Service;
  route: Route;
  /** The part of the path that the route's prefix or pattern took. */
  matched: string;
}

/** One path of one route: Kong ranks the paths of a route apart from each other. */
interface Entry {
  service: Service;
  route: Route;
  dimensions: number;
  prefix: string;
  pattern?: RegExp;
}

/**
 * Kong's order: more kinds of conditions first, then patterns before prefixes, then the longest prefix. A prefix is one
 * of characters, not of segments; a pattern is anchored at the start only.
 */
export class Router {
  private readonly entries: readonly Entry[];

  constructor(services: readonly Service[]) {
    this.entries = services
      .flatMap((service) => service.routes.flatMap((route) => entriesOf(service, route)))
      .sort(byRank);
  }

  match(method: string, path: string): Match | undefined {
    for (const { service, route, pattern, prefix } of this.entries) {
      if (route.methods && !route.methods.includes(method)) continue;
      const matched = pattern ? pattern.exec(path)?.[0] : path.startsWith(prefix) ? prefix : undefined;
      if (matched !== undefined) return { service, route, matched };
    }
    return undefined;
  }
}

function entriesOf(service: Service, route: Route): Entry[] {
  const { methods, paths } = route;
  const dimensions = [methods, paths].filter((one) => one !== undefined).length;
  return (paths ?? ['']).map((path) =>
    path.startsWith('~')
      ? { service, route, dimensions, prefix: '', pattern: new RegExp(`^(?:${path.slice(1)})`) }
      : { service, route, dimensions, prefix: path },
  );
}

function byRank(a: Entry, b: Entry): number {
  return (
    b.dimensions - a.dimensions ||
    Number(b.pattern !== undefined) - Number(a.pattern !== undefined) ||
    b.prefix.length - a.prefix.length
  );
}
