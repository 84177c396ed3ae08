import { Accounts, YASH } from '../../../test/fakes/accounts';
import { WrongCredentials } from '../../domain/auth.errors';

const DAY = 24 * 60 * 60 * 1_000;

describe('logging in', () => {
  it('answers an access token about the user and the first token of a new family', async () => {
    const accounts = new Accounts();
    const userId = await accounts.register();
    const pair = await accounts.logIn({ ...YASH, email: 'Yash@Example.com' });
    const [family] = accounts.families.ofUser(userId);
    expect(pair).toEqual({
      accessToken: `${userId} yash@example.com Yash CUSTOMER 2026-01-01T12:00:00.000Z`,
      expiresInSeconds: 900,
      refreshToken: `ours ${family?.id} 0`,
    });
  });

  it('refuses a wrong password and an unknown address alike, with the same work', async () => {
    const accounts = new Accounts();
    await accounts.register();
    const wrong = await accounts.logIn({ ...YASH, password: 'wrong horse' }).catch((error: unknown) => error);
    expect(accounts.passwords.comparisons).toBe(1);
    const unknown = await accounts.logIn({ ...YASH, email: 'no@example.com' }).catch((error: unknown) => error);
    expect(accounts.passwords.comparisons).toBe(2);
    expect(wrong).toBeInstanceOf(WrongCredentials);
    expect(unknown).toEqual(wrong);
  });

  it('opens no session with a password that is changed at the same moment', async () => {
    const accounts = new Accounts();
    await accounts.appointAdmin(YASH);
    const slower = accounts.loggingIn();
    const attempt = { ...YASH, address: '203.0.113.7' };
    const prepared = await slower.prepare(attempt);
    await accounts.appointAdmin({ ...YASH, password: 'a second password' });
    await expect(slower.handle(attempt, prepared)).rejects.toThrow(WrongCredentials);
    expect(accounts.families.ofUser(prepared.id)).toEqual([]);
  });

  it('opens a family of its own each time and forgets those that have expired', async () => {
    const accounts = new Accounts();
    const userId = await accounts.register();
    await accounts.logIn();
    await accounts.logIn();
    expect(accounts.families.ofUser(userId)).toHaveLength(2);
    accounts.clock.advance(30 * DAY);
    await accounts.logIn();
    expect(accounts.families.ofUser(userId)).toHaveLength(1);
  });
});
