import { keysOf, readDeclaration } from './declaration/file';
import type { StandIn } from './server';

/** Takes the file as it is now, as `kong reload` does. One that is refused changes nothing: the old one stays in force. */
export function reloadFrom(path: string, { gateway, log }: Pick<StandIn, 'gateway' | 'log'>): void {
  try {
    const declaration = readDeclaration(path);
    gateway.reload(declaration);
    log.info({ keys: keysOf(declaration) }, 'reloaded');
  } catch (error) {
    log.error(`${(error as Error).message}\nWhat was read before stays in force.`);
  }
}
