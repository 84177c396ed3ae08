import { Email } from './email';
import { User } from './user';

export abstract class UserRepository {
  /** @throws EmailTaken, also when another transaction takes the address at the same moment */
  abstract add(user: User): Promise<void>;

  /** Adds a user of the outside issuer; nothing if a request at the same moment was faster. */
  abstract addOutside(user: User): Promise<void>;

  /** The one with a password: anybody else may have the same address. */
  abstract findByEmail(email: Email): Promise<User | undefined>;

  abstract find(userId: string): Promise<User | undefined>;

  /** Holds the user against others until the transaction ends. */
  abstract lock(userId: string): Promise<User | undefined>;

  abstract save(user: User): Promise<void>;
}
