import { Role } from '@tradewind/kernel';
import { Email } from './email';
import { User } from './user';
import { KeptOutside, OwnRoleRefused } from './user.errors';
import { UserRegistered } from './user.events';

const now = new Date('2026-01-01T12:00:00.000Z');
const somebody = { id: 'u-1', email: Email.of('Yash@Example.COM'), name: 'Yash', passwordHash: 'hash' };

describe('a user', () => {
  it('registers as a CUSTOMER, which is told once', () => {
    const user = User.register(somebody, now);
    expect([user.role, user.createdAt]).toEqual([Role.Customer, now]);
    expect(user.pullEvents()).toEqual([new UserRegistered('u-1', 'yash@example.com', 'Yash')]);
    expect(user.pullEvents()).toEqual([]);
  });

  it('is found by their address in any mix of capitals', () => {
    expect(User.register(somebody, now).email).toBe('yash@example.com');
  });

  it('is found by their address however its accents are written', () => {
    expect(Email.of('Rene\u0301@example.com')).toEqual(Email.of('ren\u00e9@example.com'));
  });

  it('is not welcomed as the first ADMIN', () => {
    const admin = User.firstAdmin(somebody, now);
    expect(admin.role).toBe(Role.Admin);
    expect(admin.pullEvents()).toEqual([]);
  });

  it('takes a new name', () => {
    const user = User.register(somebody, now);
    user.rename('Yash M.');
    expect(user.name).toBe('Yash M.');
  });

  it('takes a new password', () => {
    const user = User.register(somebody, now);
    user.changePassword('another hash');
    expect(user.passwordHash).toBe('another hash');
  });

  describe('of an outside issuer', () => {
    const identity = { issuer: 'https://id.example.com', subject: 's-1' };
    const asSeen = { email: 'yash@example.com', name: 'Yash', role: Role.Admin };
    const outsider = () => User.fromOutside({ id: 'u-5', identity, ...asSeen }, now);

    it('has the role that the issuer gave, no password, and is welcomed', () => {
      const user = outsider();
      expect(user).toMatchObject({ role: Role.Admin, passwordHash: undefined, identity });
      expect(user.pullEvents()).toEqual([new UserRegistered('u-5', 'yash@example.com', 'Yash')]);
    });

    it.each([{ email: 'new@example.com' }, { name: 'Yash M.' }, { role: Role.Customer }])('follows to %j', (change) => {
      const user = outsider();
      expect(user.seen(asSeen)).toBe(false);
      expect(user.seen({ ...asSeen, ...change })).toBe(true);
      expect(user).toMatchObject({ ...asSeen, ...change });
    });

    it('is not changed here, where the next token would undo it', () => {
      expect(() => outsider().rename('Somebody')).toThrow(KeptOutside);
      expect(() => outsider().changeRole(Role.Customer, 'u-2')).toThrow(KeptOutside);
      expect(() => outsider().changePassword('a hash')).toThrow(KeptOutside);
    });
  });

  describe('change of role', () => {
    const inRole = (role: Role) => User.restore({ ...somebody, role, createdAt: now });

    it.each([
      ['CUSTOMER', 'ADMIN'],
      ['ADMIN', 'CUSTOMER'],
      ['CUSTOMER', 'CUSTOMER'],
      ['ADMIN', 'ADMIN'],
    ] as const)('from %s to %s is done by another ADMIN', (from, to) => {
      const user = inRole(from);
      user.changeRole(to, 'u-2');
      expect(user.role).toBe(to);
    });

    it('never takes the role ADMIN from the one who asks', () => {
      const admin = inRole('ADMIN');
      expect(() => admin.changeRole('CUSTOMER', 'u-1')).toThrow(OwnRoleRefused);
      expect(admin.role).toBe('ADMIN');
    });

    it('to the role one has already changes nothing', () => {
      const admin = inRole('ADMIN');
      admin.changeRole('ADMIN', 'u-1');
      expect(admin.role).toBe('ADMIN');
    });
  });
});
