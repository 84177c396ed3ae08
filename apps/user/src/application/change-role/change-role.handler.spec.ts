import { Accounts } from '../../../test/fakes/accounts';
import { OwnRoleRefused, UnknownUser } from '../../domain/user.errors';

describe('changing a role', () => {
  it('makes a customer an ADMIN and back', async () => {
    const accounts = new Accounts();
    const userId = await accounts.register();
    await accounts.changeRole(userId, 'ADMIN', 'an admin');
    expect(accounts.users.all()[0]?.role).toBe('ADMIN');
    await accounts.changeRole(userId, 'CUSTOMER', 'an admin');
    expect(accounts.users.all()[0]?.role).toBe('CUSTOMER');
  });

  it('is refused to an ADMIN who would step down', async () => {
    const accounts = new Accounts();
    const userId = await accounts.register();
    await accounts.changeRole(userId, 'ADMIN', 'an admin');
    await expect(accounts.changeRole(userId, 'CUSTOMER', userId)).rejects.toThrow(OwnRoleRefused);
    expect(accounts.users.all()[0]?.role).toBe('ADMIN');
  });

  it('needs a user', async () => {
    await expect(new Accounts().changeRole('nobody', 'ADMIN', 'an admin')).rejects.toThrow(UnknownUser);
  });
});
