import { LoginAttempts, LoginPair } from './login-attempts';

export abstract class LoginAttemptsRepository {
  /** Holds the pair against others until the transaction ends, also where there has been no attempt yet. */
  abstract lock(pair: LoginPair): Promise<LoginAttempts>;

  abstract save(attempts: LoginAttempts): Promise<void>;

  abstract forget(pair: LoginPair): Promise<void>;

  /** Removes pairs that were last tried at this moment or before; answers how many. */
  abstract removeOld(lastTried: Date, limit: number): Promise<number>;
}
