import type { CommandName } from '../usage';
import { audit } from './audit';
import type { Command } from './command';
import { changeDeadLetters, deadLetter, deadLetters } from './dead-letters';
import { operate } from './operate';
import { saga, sagas, story } from './sagas';

export const COMMANDS: Record<CommandName, Command> = {
  sagas,
  saga,
  story,
  retry: operate('retry'),
  resume: operate('resume'),
  compensate: operate('compensate'),
  resolve: operate('resolve'),
  'dead-letters': deadLetters,
  'dead-letter': deadLetter,
  replay: changeDeadLetters('replay'),
  discard: changeDeadLetters('discard'),
  audit,
};
