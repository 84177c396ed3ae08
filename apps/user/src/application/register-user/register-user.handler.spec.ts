import { Accounts, YASH } from '../../../test/fakes/accounts';
import { EmailTaken, PasswordLengthRefused } from '../../domain/user.errors';

describe('registering', () => {
  it('opens an account of a CUSTOMER and tells about it', async () => {
    const accounts = new Accounts();
    const userId = await accounts.register();
    const [user] = accounts.users.all();
    expect([user?.id, user?.email, user?.name, user?.role]).toEqual([userId, YASH.email, 'Yash', 'CUSTOMER']);
    expect(accounts.users.told).toEqual([{ userId, email: YASH.email, name: 'Yash' }]);
  });

  it('keeps the hash of the password, not the password', async () => {
    const accounts = new Accounts();
    await accounts.register();
    expect(accounts.users.all()[0]?.passwordHash).toBe('hash 1 of correct horse');
  });

  it('refuses an address that is taken, in capitals too, and tells nothing', async () => {
    const accounts = new Accounts();
    await accounts.register();
    await expect(accounts.register({ ...YASH, email: 'YASH@example.com' })).rejects.toThrow(EmailTaken);
    expect(accounts.users.told).toHaveLength(1);
  });

  it('does not hash a password that breaks the rule', async () => {
    const accounts = new Accounts();
    await expect(accounts.register({ ...YASH, password: 'short' })).rejects.toThrow(PasswordLengthRefused);
    expect(accounts.passwords.hashes).toBe(0);
  });
});
