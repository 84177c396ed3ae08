import { parseArgs } from 'node:util';
import { StackError } from './errors';

const COMMANDS = [
  'up',
  'down',
  'logs',
  'clean',
  'servers',
  'status',
  'kill',
  'secrets',
  'rotate-keys',
  'reload-gateway',
  'doctor',
] as const;
export type CommandName = (typeof COMMANDS)[number];

export interface Arguments {
  command: CommandName;
  home: string;
  /** Only this app (logs), or this process (kill). */
  app?: string;
  /** Any free ports instead of the usual ones (servers). */
  freePorts: boolean;
  /** Lines as they are, also at a terminal (logs). */
  json: boolean;
  /** Seconds until a new key signs (rotate-keys). */
  signsIn: string;
}

/** Reads the command line; what it cannot understand is answered with what it could. */
export function readArguments(argv: string[], defaultHome: string): Arguments {
  const { values, positionals } = parse(argv);
  const [command] = positionals;
  if (!isCommand(command) || positionals.length > 1) {
    throw new StackError(`Not understood: ${positionals.join(' ') || '(nothing)'}`, [
      `Commands: ${COMMANDS.join(', ')}`,
    ]);
  }
  return {
    command,
    home: values.home ?? defaultHome,
    app: values.app || undefined,
    freePorts: values['free-ports'] ?? false,
    json: values.json ?? false,
    signsIn: values['signs-in'] ?? '60',
  };
}

function parse(argv: string[]) {
  try {
    return parseArgs({
      args: argv,
      allowPositionals: true,
      options: {
        home: { type: 'string' },
        app: { type: 'string' },
        'free-ports': { type: 'boolean' },
        json: { type: 'boolean' },
        'signs-in': { type: 'string' },
      },
    });
  } catch (error) {
    throw new StackError(error instanceof Error ? error.message : String(error), [`Commands: ${COMMANDS.join(', ')}`]);
  }
}

function isCommand(name: string | undefined): name is CommandName {
  return COMMANDS.some((command) => command === name);
}
