import { Clock, OutsideIdentity, Role, UseCase } from '@tradewind/kernel';
import { User } from '../../domain/user';
import { UserRepository } from '../../domain/user.repository';

/** Somebody as their token of the outside issuer shows them. */
export interface LinkOutsideUser {
  readonly userId: string;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly identity: OutsideIdentity;
}

/**
 * Gives a user of the outside issuer an account of their own at first sight, and later keeps it as their token shows
 * them. It is never an account with a password, even if the address is the same: whoever controls an address there
 * would get the account here.
 */
export class LinkOutsideUserHandler implements UseCase<LinkOutsideUser> {
  constructor(
    private readonly users: UserRepository,
    private readonly clock: Clock,
  ) {}

  async handle(seen: LinkOutsideUser): Promise<void> {
    const user = await this.users.lock(seen.userId);
    if (!user) return this.users.addOutside(User.fromOutside({ ...seen, id: seen.userId }, this.clock.now()));
    if (user.seen(seen)) await this.users.save(user);
  }
}
