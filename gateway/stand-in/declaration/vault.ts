import { refuse, type Reader } from './shape';

const REFERENCE = /^\{vault:\/\/env\/([a-z0-9-]+)\}$/;

/** A text that must not be in the file itself: Kong reads `{vault://env/my-name}` from its environment, as MY_NAME. */
export const secretText: Reader<string> = (value, place) => {
  if (typeof value !== 'string' || value === '') return refuse(place, 'must be a text', value);
  if (!value.startsWith('{vault://')) return value;
  const name = REFERENCE.exec(value)?.[1]?.toUpperCase().replaceAll('-', '_');
  if (name === undefined) return refuse(place, 'a vault other than env is not implemented', value);
  return process.env[name] || refuse(place, `refers to ${name}, which is not set`);
};
