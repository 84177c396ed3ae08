import { AggregateRoot, OutsideIdentity, Role } from '@tradewind/kernel';
import { Email } from './email';
import { KeptOutside, OwnRoleRefused } from './user.errors';
import { UserRegistered } from './user.events';

interface NewUser {
  readonly id: string;
  readonly email: Email;
  readonly name: string;
  readonly passwordHash: string;
}

/** What an outside issuer tells of somebody, and may tell differently another time. */
interface Appearance {
  readonly email: string;
  readonly name: string;
  readonly role: Role;
}

export interface UserState extends Omit<NewUser, 'passwordHash'> {
  /** Either this or an identity. */
  readonly passwordHash?: string;
  readonly identity?: OutsideIdentity;
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

  /** Somebody whom an outside issuer vouches for: no password, and nothing that we could change. */
  static fromOutside(of: Appearance & { id: string; identity: OutsideIdentity }, now: Date): User {
    const { id, name, role, identity } = of;
    const email = Email.of(of.email);
    const user = new User({ id, email, name, role, identity, createdAt: now });
    user.record(new UserRegistered(id, email.value, name));
    return user;
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

  get passwordHash(): string | undefined {
    return this.state.passwordHash;
  }

  get identity(): OutsideIdentity | undefined {
    return this.state.identity;
  }

  get createdAt(): Date {
    return this.state.createdAt;
  }

  /** Takes over what the outside issuer tells now; answers whether that is something new. */
  seen({ email, name, role }: Appearance): boolean {
    const isKnown = email === this.email && name === this.name && role === this.role;
    this.state = { ...this.state, email: Email.of(email), name, role };
    return !isKnown;
  }

  /** @throws KeptOutside */
  rename(name: string): void {
    this.refuseIfKeptOutside();
    this.state = { ...this.state, name };
  }

  /**
   * An ADMIN cannot step down alone, so that a shop never ends up without one by a slip.
   * @throws OwnRoleRefused, KeptOutside
   */
  changeRole(role: Role, changedBy: string): void {
    this.refuseIfKeptOutside();
    if (role === this.role) return;
    if (changedBy === this.id) throw new OwnRoleRefused(this.id);
    this.state = { ...this.state, role };
  }

  /** @throws KeptOutside */
  changePassword(passwordHash: string): void {
    this.refuseIfKeptOutside();
    this.state = { ...this.state, passwordHash };
  }

  /** Makes this user the ADMIN that the settings name. */
  appoint(passwordHash: string): void {
    this.state = { ...this.state, role: Role.Admin, passwordHash };
  }

  /** It would be undone by their next token. */
  private refuseIfKeptOutside(): void {
    if (this.identity) throw new KeptOutside(this.id, this.identity.issuer);
  }
}
