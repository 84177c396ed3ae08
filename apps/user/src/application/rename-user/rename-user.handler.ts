import { UseCase } from '@tradewind/kernel';
import { UnknownUser } from '../../domain/user.errors';
import { UserRepository } from '../../domain/user.repository';

export interface RenameUser {
  readonly userId: string;
  readonly name: string;
}

export class RenameUserHandler implements UseCase<RenameUser> {
  constructor(private readonly users: UserRepository) {}

  async handle({ userId, name }: RenameUser): Promise<void> {
    const user = await this.users.lock(userId);
    if (!user) throw new UnknownUser(userId);
    user.rename(name);
    await this.users.save(user);
  }
}
