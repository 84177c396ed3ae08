import { Role, UseCase } from '@tradewind/kernel';
import { UnknownUser } from '../../domain/user.errors';
import { UserRepository } from '../../domain/user.repository';

export interface ChangeRole {
  readonly userId: string;
  readonly role: Role;
  readonly changedBy: string;
}

/** Takes effect with the user's next access token. */
export class ChangeRoleHandler implements UseCase<ChangeRole> {
  constructor(private readonly users: UserRepository) {}

  async handle({ userId, role, changedBy }: ChangeRole): Promise<void> {
    const user = await this.users.lock(userId);
    if (!user) throw new UnknownUser(userId);
    user.changeRole(role, changedBy);
    await this.users.save(user);
  }
}
