import { type ContainersState, type StackState, isInContainers, readAnyState } from '../../tools/stack/src/state';

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

/** What runs: natively, as its supervisor says at this moment; or which containers it is in. */
export function stackState(): StackState | ContainersState {
  const path = setting('TEST_STACK_STATE');
  const state = readAnyState(path);
  if (!state) throw new Error(`There is no state at ${path}`);
  return state;
}

export function urlOf(name: string): string {
  const url = stackState().urls[name];
  if (url === undefined) throw new Error(`The system under test has no ${name} (in containers: see open-ports.yml)`);
  return url;
}

/** Whether the tests look at containers, of which some things cannot be seen from this machine. */
export function areContainersTested(): boolean {
  return process.env['TEST_STACK_STATE'] !== undefined && isInContainers(stackState());
}

/** A group of tests that needs what only a native system has; elsewhere it is skipped, and its name says why. */
export function describeNatively(name: string, because: string, tests: () => void): void {
  if (areContainersTested()) describe.skip(`${name} (skipped in containers: ${because})`, tests);
  else describe(name, tests);
}

/** The ports of everything that listens, of a native system. */
export function nativePorts(): Record<string, number> {
  const state = stackState();
  if (isInContainers(state)) throw new Error('Containers listen on no port of this machine');
  return state.ports;
}
