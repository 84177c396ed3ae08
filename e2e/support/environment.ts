import { type StackState, readState } from '../../tools/stack/src/state';

/** The system under test. `make test` starts one for itself and says in the environment where it is. */
function setting(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: end-to-end tests need a whole system, run them with \`make test\`.`);
  return value;
}

export const gatewayUrl = (): string => setting('GATEWAY_URL');

/** Where the system under test sends its spans; nothing listens there until a test does. */
export const spanEndpoint = (): string => setting('OTEL_EXPORTER_OTLP_ENDPOINT');

export const adminCredentials = (): { email: string; password: string } => ({
  email: setting('ADMIN_EMAIL'),
  password: setting('ADMIN_PASSWORD'),
});

/** What runs, as its supervisor says at this moment. */
export function stackState(): StackState {
  const path = setting('TEST_STACK_STATE');
  const state = readState(path);
  if (!state) throw new Error(`There is no state at ${path}`);
  return state;
}

export function urlOf(name: string): string {
  const url = stackState().urls[name];
  if (url === undefined) throw new Error(`The system under test has no ${name}`);
  return url;
}
