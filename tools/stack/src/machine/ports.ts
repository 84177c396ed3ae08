import { createServer } from 'node:net';
import { StackError } from '../errors';

/** A port that somebody needs, with the number it would like. */
export interface PortWish {
  name: string;
  preferred: number;
  /** Set by a setting: no other number will do. */
  fixed?: boolean;
}

export type PortIsFree = (port: number) => Promise<boolean>;

const HIGHEST = 65_535;
// Below the range from which the kernel takes ports for outgoing connections: a server that is restarted
// must find its port still free.
const FREE_RANGE = { from: 20_000, to: 32_000 };

/** Gives each wish its preferred port, or the next free one that no other wish would like. */
export async function choosePorts(
  wishes: PortWish[],
  isFree: PortIsFree = portIsFree,
): Promise<Record<string, number>> {
  const preferred = new Set(wishes.map((wish) => wish.preferred));
  const chosen: Record<string, number> = {};
  for (const wish of wishes) {
    const given = new Set(Object.values(chosen));
    chosen[wish.name] = await choosePort(wish, isFree, (port) => preferred.has(port) || given.has(port));
  }
  return chosen;
}

async function choosePort(wish: PortWish, isFree: PortIsFree, isSpoken: (port: number) => boolean): Promise<number> {
  if (await isFree(wish.preferred)) return wish.preferred;
  if (wish.fixed) {
    throw new StackError(`Port ${wish.preferred} for ${wish.name} is taken, and a setting asks for just that one.`, [
      `Stop what listens there (ss -ltnp | grep ${wish.preferred}) or change the setting.`,
    ]);
  }
  for (let port = wish.preferred + 1; port <= HIGHEST; port += 1) {
    if (!isSpoken(port) && (await isFree(port))) return port;
  }
  throw new StackError(`No free port from ${wish.preferred} up for ${wish.name}.`);
}

/** The same wishes moved to a random place where nobody has defaults, so that stacks can run side by side. */
export function anywhere(wishes: PortWish[], random: () => number = Math.random): PortWish[] {
  const start = FREE_RANGE.from + Math.floor(random() * (FREE_RANGE.to - FREE_RANGE.from));
  return wishes.map((wish, index) => ({ ...wish, preferred: start + index, fixed: false }));
}

/** True if a server could listen on this port of the loopback address now. */
export function portIsFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => probe.close(() => resolve(true)));
  });
}
