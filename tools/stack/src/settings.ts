import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { join } from 'node:path';
import { hasCode, StackError } from './errors';
import { projectRoot } from './layout';

export type Settings = Record<string, string>;

/** The environment, completed by the optional .env file of the checkout: what is really set wins. */
export function loadSettings(environment: NodeJS.ProcessEnv = process.env): Settings {
  return mergeSettings(readDotEnv(join(projectRoot(), '.env')), environment);
}

/** Empty values count as unset, as a line `NAME=` in .env is meant. */
export function mergeSettings(file: NodeJS.Dict<string>, environment: NodeJS.ProcessEnv): Settings {
  const merged: Settings = {};
  for (const source of [file, environment]) {
    for (const [name, value] of Object.entries(source)) if (value) merged[name] = value;
  }
  return merged;
}

/** A port from a setting, or undefined where it is not set. */
export function portSetting(settings: Settings, name: string): number | undefined {
  const value = settings[name];
  if (value === undefined) return undefined;
  const port = Number(value);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new StackError(`${name} is "${value}", which is no port number.`, [
    'Give a number from 1 to 65535, or unset it.',
  ]);
}

function readDotEnv(path: string): NodeJS.Dict<string> {
  try {
    return parseEnv(readFileSync(path, 'utf8'));
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return {};
    throw error;
  }
}
