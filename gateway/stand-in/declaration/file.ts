import { readFileSync } from 'node:fs';
import { parseDeclaration, type Declaration } from './declaration';
import { Refused } from './shape';

/** Reads Kong's file, or throws an Error with everything that is wrong with it. */
export function readDeclaration(path: string): Declaration {
  try {
    return parseDeclaration(readFileSync(path, 'utf8'));
  } catch (error) {
    const problems = error instanceof Refused ? error.problems : [(error as Error).message];
    throw new Error(`The stand-in for Kong does not take ${path}:\n${problems.map((one) => `  - ${one}`).join('\n')}`);
  }
}

/** The ids of the keys whose tokens pass. */
export function keysOf({ consumers }: Declaration): string[] {
  return consumers.flatMap(({ jwt_secrets }) => jwt_secrets.map(({ key }) => key));
}
