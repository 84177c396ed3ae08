import { Accounts } from '../../../test/fakes/accounts';
import { RefreshTokenInvalid } from '../../domain/auth.errors';

const DAY = 24 * 60 * 60 * 1_000;

async function loggedIn(): Promise<{ accounts: Accounts; userId: string; first: string }> {
  const accounts = new Accounts();
  const userId = await accounts.register();
  const { refreshToken: first } = await accounts.logIn();
  return { accounts, userId, first };
}

describe('refreshing a session', () => {
  it('gives a new pair, again and again', async () => {
    const { accounts, userId, first } = await loggedIn();
    const second = await accounts.refresh(first);
    accounts.clock.advance(60_000);
    const third = await accounts.refresh(second.refreshToken);
    expect(new Set([first, second.refreshToken, third.refreshToken]).size).toBe(3);
    expect(third.accessToken).toBe(`${userId} yash@example.com Yash CUSTOMER 2026-01-01T12:01:00.000Z`);
  });

  it('gives the same successor when the answer got lost and the client asks again within 10 s', async () => {
    const { accounts, first } = await loggedIn();
    const lost = await accounts.refresh(first);
    accounts.clock.advance(10_000);
    const again = await accounts.refresh(first);
    expect(again.refreshToken).toBe(lost.refreshToken);
    await expect(accounts.refresh(again.refreshToken)).resolves.toBeDefined();
    expect(accounts.securityLog.reuses).toEqual([]);
  });

  it('revokes the whole family when a used token comes later, and says so to the operator', async () => {
    const { accounts, userId, first } = await loggedIn();
    const { refreshToken: second } = await accounts.refresh(first);
    accounts.clock.advance(10_001);
    await expect(accounts.refresh(first)).rejects.toThrow(RefreshTokenInvalid);
    await expect(accounts.refresh(second)).rejects.toThrow(RefreshTokenInvalid);
    const [family] = accounts.families.ofUser(userId);
    expect(accounts.securityLog.reuses).toEqual([{ userId, familyId: family?.id }]);
  });

  it('leaves the other sessions of the user alone when one is revoked', async () => {
    const { accounts, first } = await loggedIn();
    const { refreshToken: other } = await accounts.logIn();
    await accounts.refresh(first);
    accounts.clock.advance(10_001);
    await expect(accounts.refresh(first)).rejects.toThrow(RefreshTokenInvalid);
    await expect(accounts.refresh(other)).resolves.toBeDefined();
  });

  it.each(['forged token', 'ours unknown-family 0'])('refuses "%s"', async (token) => {
    const { accounts } = await loggedIn();
    await expect(accounts.refresh(token)).rejects.toThrow(RefreshTokenInvalid);
  });

  it('ends 30 days after the login, however often it was refreshed', async () => {
    const { accounts, first } = await loggedIn();
    accounts.clock.advance(30 * DAY - 1);
    const { refreshToken: second } = await accounts.refresh(first);
    accounts.clock.advance(1);
    await expect(accounts.refresh(second)).rejects.toThrow(RefreshTokenInvalid);
  });

  it('carries a new name and role into the next access token', async () => {
    const { accounts, userId, first } = await loggedIn();
    await accounts.rename(userId, 'Yash M.');
    await accounts.changeRole(userId, 'ADMIN', 'another admin');
    const { accessToken } = await accounts.refresh(first);
    expect(accessToken).toContain('Yash M. ADMIN');
  });
});
