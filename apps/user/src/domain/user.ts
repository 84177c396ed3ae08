import { AggregateRoot, Role } from '@tradewind/kernel';
import { Email } from './email';
import { OwnRoleRefused } from './user.errors';
import { UserRegistered } from './user.events';

interface NewUser {
  readonly id: string;
  readonly email: Email;
  readonly name: string;
  readonly passwordHash: string;
}

export interface UserState extends NewUser {
  readonly role: Role;
  readonly createdAt: Date;
}

/** Somebody with an account. */
export class User extends AggregateRoot<UserRegistered> {
  private constructor(private state: UserState) {
    super();
  }

  static register(of: NewUser, now: Date): User {
    const user = new User({ ...of, role: Role.Customer, createdAt: now });
    user.record(new UserRegistered(of.id, of.email.value, of.name));
    return user;
  }

  /** The shop's first ADMIN comes from its settings. Nobody registered, so nobody is welcomed. */
  static firstAdmin(of: NewUser, now: Date): User {
    return new User({ ...of, role: Role.Admin, createdAt: now });
  }

  static restore(state: UserState): User {
    return new User(state);
  }

  get id(): string {
    return this.state.id;
  }

  get email(): string {
    return this.state.email.value;
  }

  get name(): string {
    return this.state.name;
  }

  get role(): Role {
    return this.state.role;
  }

  get passwordHash(): string {
    return this.state.passwordHash;
  }

  get createdAt(): Date {
    return this.state.createdAt;
  }

  rename(name: string): void {
    this.state = { ...this.state, name };
  }

  /**
   * An ADMIN cannot step down alone, so that a shop never ends up without one by a slip.
   * @throws OwnRoleRefused
   */
  changeRole(role: Role, changedBy: string): void {
    if (role === this.role) return;
    if (changedBy === this.id) throw new OwnRoleRefused(this.id);
    this.state = { ...this.state, role };
  }

  /** Makes this user the ADMIN that the settings name. */
  appoint(passwordHash: string): void {
    this.state = { ...this.state, role: Role.Admin, passwordHash };
  }
}
