import { Accounts, MIRA } from '../../../test/fakes/accounts';
import { RefreshTokenInvalid } from '../../domain/auth.errors';

describe('logging out everywhere', () => {
  it('ends all sessions of the user, and nobody else’s', async () => {
    const accounts = new Accounts();
    const userId = await accounts.register();
    await accounts.register(MIRA);
    const own = [await accounts.logIn(), await accounts.logIn()];
    const { refreshToken: other } = await accounts.logIn(MIRA);
    await accounts.logOutEverywhere(userId);
    for (const { refreshToken } of own) {
      await expect(accounts.refresh(refreshToken)).rejects.toThrow(RefreshTokenInvalid);
    }
    await expect(accounts.refresh(other)).resolves.toBeDefined();
  });

  it('lets the user log in again', async () => {
    const accounts = new Accounts();
    await accounts.logOutEverywhere(await accounts.register());
    const { refreshToken } = await accounts.logIn();
    await expect(accounts.refresh(refreshToken)).resolves.toBeDefined();
  });

  it('changes nothing where there is no session', async () => {
    await expect(new Accounts().logOutEverywhere('u-1')).resolves.toBeUndefined();
  });
});
