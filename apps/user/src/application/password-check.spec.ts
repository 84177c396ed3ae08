import { Accounts, MIRA, YASH } from '../../test/fakes/accounts';
import { TooManyAttempts, WrongCredentials } from '../domain/auth.errors';

const MINUTE = 60_000;
const wrong = { ...YASH, password: 'wrong horse' };

async function atOnce(count: number, work: () => Promise<unknown>): Promise<unknown[]> {
  const ended = await Promise.allSettled(Array.from({ length: count }, work));
  return ended.map((end) => (end.status === 'fulfilled' ? 'done' : (end.reason as Error).constructor));
}

describe('trying passwords', () => {
  let accounts: Accounts;

  beforeEach(async () => {
    accounts = new Accounts();
    await accounts.register();
  });

  const failFiveTimes = async (account = wrong, address?: string) => {
    for (let i = 0; i < 5; i += 1) await expect(accounts.logIn(account, address)).rejects.toThrow(WrongCredentials);
  };

  it('is refused after five failures in 15 minutes, with the right password too, and without a comparison', async () => {
    await failFiveTimes();
    await expect(accounts.logIn()).rejects.toThrow(TooManyAttempts);
    expect(accounts.passwords.comparisons).toBe(5);
    accounts.clock.advance(15 * MINUTE);
    await expect(accounts.logIn()).resolves.toBeDefined();
  });

  it('is refused for an unknown address in the same way', async () => {
    const nobody = { ...wrong, email: 'nobody@example.com' };
    await failFiveTimes(nobody);
    await expect(accounts.logIn(nobody)).rejects.toThrow(TooManyAttempts);
  });

  it('knows the account in any mix of capitals', async () => {
    await failFiveTimes();
    await expect(accounts.logIn({ ...YASH, email: 'YASH@example.com' })).rejects.toThrow(TooManyAttempts);
  });

  it('is not refused to others: from another address, or for another account', async () => {
    await accounts.register(MIRA);
    await failFiveTimes();
    await expect(accounts.logIn(YASH, '203.0.113.8')).resolves.toBeDefined();
    await expect(accounts.logIn(MIRA)).resolves.toBeDefined();
  });

  it('begins anew with the right password', async () => {
    for (let round = 0; round < 3; round += 1) {
      for (let i = 0; i < 4; i += 1) await expect(accounts.logIn(wrong)).rejects.toThrow(WrongCredentials);
      await expect(accounts.logIn()).resolves.toBeDefined();
    }
  });

  it('gets no further than five when twenty come at once', async () => {
    const ends = await atOnce(20, () => accounts.logIn(wrong));
    expect(ends).toEqual([...Array<unknown>(5).fill(WrongCredentials), ...Array<unknown>(15).fill(TooManyAttempts)]);
    expect(accounts.passwords.comparisons).toBe(5);
  });

  it('is no failure with the right password, however many come at once', async () => {
    expect(await atOnce(20, () => accounts.logIn())).toEqual(Array<unknown>(20).fill('done'));
  });
});
