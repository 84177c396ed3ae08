import { Page, PageRequest, Role } from '@tradewind/kernel';
import { UnknownUser } from '../../domain/user.errors';

export interface UserView {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  /** Who vouches for somebody without a password here. */
  readonly issuer?: string;
  readonly createdAt: Date;
}

/** Reads for the API; they skip the domain. */
export abstract class UserQueries {
  abstract find(userId: string): Promise<UserView | undefined>;
  abstract list(page: PageRequest): Promise<Page<UserView>>;

  /** @throws UnknownUser */
  async get(userId: string): Promise<UserView> {
    const view = await this.find(userId);
    if (!view) throw new UnknownUser(userId);
    return view;
  }
}
