import { Accounts, YASH } from '../../../test/fakes/accounts';
import { RefreshTokenInvalid, TooManyAttempts, WrongCredentials } from '../../domain/auth.errors';
import { PasswordLengthRefused, PasswordUnchanged, UnknownUser, WrongPassword } from '../../domain/user.errors';

const NEW = 'battery staple';
const change = { currentPassword: YASH.password, newPassword: NEW };

describe('changing a password', () => {
  let accounts: Accounts;
  let userId: string;

  beforeEach(async () => {
    accounts = new Accounts();
    userId = await accounts.register();
  });

  it('lets the user log in with the new one only', async () => {
    await accounts.changePassword(userId, change);
    await expect(accounts.logIn()).rejects.toThrow(WrongCredentials);
    await expect(accounts.logIn({ ...YASH, password: NEW })).resolves.toBeDefined();
  });

  it('ends every session', async () => {
    const sessions = [await accounts.logIn(), await accounts.logIn()];
    await accounts.changePassword(userId, change);
    for (const { refreshToken } of sessions) {
      await expect(accounts.refresh(refreshToken)).rejects.toThrow(RefreshTokenInvalid);
    }
  });

  it('needs the current password', async () => {
    const { refreshToken } = await accounts.logIn();
    const wrong = { ...change, currentPassword: 'wrong horse' };
    await expect(accounts.changePassword(userId, wrong)).rejects.toThrow(WrongPassword);
    await expect(accounts.logIn()).resolves.toBeDefined();
    await expect(accounts.refresh(refreshToken)).resolves.toBeDefined();
  });

  it('does not tell whether the new password is the old one to somebody who does not know it', async () => {
    const guess = { currentPassword: 'wrong horse', newPassword: 'wrong horse' };
    await expect(accounts.changePassword(userId, guess)).rejects.toThrow(WrongPassword);
  });

  it('is no other way to try passwords: its failures and those of logins count together', async () => {
    for (let i = 0; i < 3; i += 1) await accounts.logIn({ ...YASH, password: 'wrong' }).catch(() => undefined);
    const wrong = { ...change, currentPassword: 'wrong horse' };
    for (let i = 0; i < 2; i += 1) {
      await expect(accounts.changePassword(userId, wrong)).rejects.toThrow(WrongPassword);
    }
    await expect(accounts.changePassword(userId, change)).rejects.toThrow(TooManyAttempts);
    await expect(accounts.logIn()).rejects.toThrow(TooManyAttempts);
  });

  it('needs another password, which keeps the rule, and hashes none that does not', async () => {
    const before = accounts.passwords.hashes;
    const same = { ...change, newPassword: YASH.password };
    await expect(accounts.changePassword(userId, same)).rejects.toThrow(PasswordUnchanged);
    const short = { ...change, newPassword: 'short' };
    await expect(accounts.changePassword(userId, short)).rejects.toThrow(PasswordLengthRefused);
    expect(accounts.passwords.hashes).toBe(before);
  });

  it('happens once when two come at the same moment', async () => {
    const slower = accounts.changingPassword();
    const attempt = { userId, ...change, address: '203.0.113.7' };
    const prepared = await slower.prepare(attempt);
    await accounts.changePassword(userId, { ...change, newPassword: 'the first of the two' });
    await expect(slower.handle(attempt, prepared)).rejects.toThrow(WrongPassword);
    await expect(accounts.logIn({ ...YASH, password: 'the first of the two' })).resolves.toBeDefined();
  });

  it('needs a user', async () => {
    await expect(accounts.changePassword('nobody', change)).rejects.toThrow(UnknownUser);
  });
});
