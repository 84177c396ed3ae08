import { ERROR_TYPES, type ErrorType } from './errors';

export interface StandInSettings {
  declaration: string;
  host: string;
  port: number;
  statusPort: number;
  logLevel: string;
  errorType: ErrorType;
}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];

export function readSettings(env: Readonly<Record<string, string | undefined>>): StandInSettings {
  const settings = {
    declaration: env['KONG_DECLARATIVE_CONFIG'] || '.local/gateway/kong.yml',
    host: env['GATEWAY_HOST'] || '127.0.0.1',
    port: Number(env['GATEWAY_PORT'] || 8000),
    statusPort: Number(env['STATUS_PORT'] || 8100),
    logLevel: env['LOG_LEVEL'] || 'info',
    // Kong's own setting: how an error is written for a client that names no type.
    errorType: (env['KONG_ERROR_DEFAULT_TYPE'] || 'text/plain') as ErrorType,
  };
  const problems = [
    ...(isPort(settings.port) ? [] : ['GATEWAY_PORT must be a port number']),
    ...(isPort(settings.statusPort) ? [] : ['STATUS_PORT must be a port number']),
    ...(LOG_LEVELS.includes(settings.logLevel) ? [] : [`LOG_LEVEL must be one of ${LOG_LEVELS.join(', ')}`]),
    ...(ERROR_TYPES.includes(settings.errorType)
      ? []
      : [`KONG_ERROR_DEFAULT_TYPE must be one of ${ERROR_TYPES.join(', ')}`]),
  ];
  if (problems.length > 0)
    throw new Error(`The stand-in for Kong does not start:\n${problems.map((one) => `  - ${one}`).join('\n')}`);
  return settings;
}

function isPort(port: number): boolean {
  return Number.isInteger(port) && port >= 0 && port < 65_536;
}
