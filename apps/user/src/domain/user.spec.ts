import { Role } from '@tradewind/kernel';
import { Email } from './email';
import { User } from './user';
import { OwnRoleRefused } from './user.errors';
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
