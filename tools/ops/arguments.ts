import { parseArgs } from 'node:util';
import { StackError, messageOf } from '../stack/src/errors';
import { COMMAND_NAMES, type CommandName, OPTIONS, type OptionName, usageOf } from './usage';

/** What the command line asks for. */
export interface Given {
  readonly command: CommandName;
  /** What it is about: ids, or a queue. */
  readonly names: readonly string[];
  readonly options: { readonly [Name in OptionName]?: Name extends 'all' ? boolean : string };
  readonly json: boolean;
  readonly home: string | undefined;
}

const COMMON = {
  json: { type: 'boolean' },
  home: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

/**
 * Reads the command line; what it cannot understand is answered with what it could.
 * @returns undefined if help is asked for
 */
export function readArguments(argv: string[]): Given | undefined {
  const { values, positionals } = parse(argv);
  const [command, ...names] = positionals;
  if (values.help || command === undefined || command === 'help') return undefined;
  if (!isCommand(command)) {
    throw new StackError(`There is no command "${command}".`, [`There are: ${COMMAND_NAMES.join(', ')}`]);
  }
  const { json = false, home, help: _help, ...options } = values;
  checkOptions(command, Object.keys(options) as OptionName[]);
  checkNames(command, names);
  return { command, names, options, json, home };
}

function parse(argv: string[]) {
  try {
    return parseArgs({ args: argv, allowPositionals: true, options: { ...OPTIONS, ...COMMON } });
  } catch (error) {
    throw new StackError(messageOf(error), ['All commands and options: npm run ops']);
  }
}

function isCommand(name: string): name is CommandName {
  return COMMAND_NAMES.some((command) => command === name);
}

/** An option that is not understood must not be left out silently: --step would make `retry` act on fewer sagas. */
function checkOptions(command: CommandName, options: readonly OptionName[]): void {
  const known = usageOf(command).options;
  const strange = options.find((option) => !known.includes(option));
  if (strange) throw misunderstood(command, `${command} knows no --${strange}.`);
}

/** An empty name is a variable that a script forgot to fill. */
function checkNames(command: CommandName, names: readonly string[]): void {
  const [least, most] = usageOf(command).names;
  if (names.includes('')) throw misunderstood(command, `An argument of ${command} is empty.`);
  if (names.length < least) throw misunderstood(command, `${command} needs to know which.`);
  if (names.length > most) throw misunderstood(command, `${command} does not understand "${names[most]}".`);
}

/** @throws StackError unless exactly one of the ways to say what a command is to act on was used */
export function expectOneWay({ command }: Given, ...used: boolean[]): void {
  const ways = used.filter(Boolean).length;
  if (ways === 1) return;
  throw misunderstood(
    command,
    ways === 0 ? `${command} needs to know which.` : `${command} takes one way to say which, and was given ${ways}.`,
  );
}

function misunderstood(command: CommandName, message: string): StackError {
  return new StackError(message, [`Usage: npm run ops -- ${command} ${usageOf(command).usage}`]);
}
