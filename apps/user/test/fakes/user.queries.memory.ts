import { Page, PageRequest, toPage } from '@tradewind/kernel';
import { UserQueries, UserView } from '../../src/application/find-user/user.queries';
import { User } from '../../src/domain/user';
import { MemoryUserRepository } from './user.repository.memory';

export class MemoryUserQueries extends UserQueries {
  constructor(private readonly users: MemoryUserRepository) {
    super();
  }

  async find(userId: string): Promise<UserView | undefined> {
    return this.newestFirst().find(({ id }) => id === userId);
  }

  async list({ limit, after }: PageRequest): Promise<Page<UserView>> {
    const views = this.newestFirst();
    const from = after ? views.findIndex(({ id }) => id === after.id) + 1 : 0;
    return toPage(views.slice(from, from + limit + 1), limit);
  }

  private newestFirst(): UserView[] {
    return this.users.all().map(toView).reverse();
  }
}

function toView({ id, email, name, role, identity, createdAt }: User): UserView {
  return { id, email, name, role, issuer: identity?.issuer, createdAt };
}
