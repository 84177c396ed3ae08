import { IsString } from 'class-validator';
import { event } from './contract';

export class CommandFailed {
  /** The wire name of the command that could not be carried out. */
  @IsString()
  readonly command!: string;

  @IsString()
  readonly detail!: string;
}

/**
 * The third answer to any command, besides done and refused: its handler kept failing and the command now waits in
 * the dead-letter queue. Whether it has taken effect is not known.
 */
export const commandFailed = event('saga.command-failed.v1', CommandFailed);
