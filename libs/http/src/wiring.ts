import { FactoryProvider, InjectionToken } from '@nestjs/common';

type Constructor<A extends unknown[], T> = new (...args: A) => T;
type Port<T> = abstract new (...args: never[]) => T;
type Ports<A extends unknown[]> = { [K in keyof A]: Port<A[K]> };

/**
 * Provides a plain class (a use case) with the ports its constructor takes, in that order. The compiler checks that
 * each fits, so neither domain nor application needs a decorator.
 */
export function useCase<A extends unknown[], T>(type: Constructor<A, T>, ...ports: Ports<A>): FactoryProvider<T> {
  return port(type as unknown as Port<T>, type, ...ports);
}

/** Provides `adapter` wherever `token` (an abstract class) is asked for. */
export function port<A extends unknown[], T>(
  token: Port<T>,
  adapter: Constructor<A, T>,
  ...ports: Ports<A>
): FactoryProvider<T> {
  return {
    provide: token as InjectionToken,
    useFactory: (...found: unknown[]) => new adapter(...(found as A)),
    inject: ports as InjectionToken[],
  };
}
