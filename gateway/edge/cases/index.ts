import type { EdgeCase } from '../case';
import type { Tokens } from '../tokens';
import { accessCases } from './access';
import { protocolCases } from './protocol';
import { routingCases } from './routing';

/** All of them together stay below one minute's limit for an address and for a token. */
export function edgeCases(tokens: Tokens): EdgeCase[] {
  return [...routingCases(tokens), ...accessCases(tokens), ...protocolCases(tokens)];
}
