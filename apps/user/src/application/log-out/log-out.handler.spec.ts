import { Accounts } from '../../../test/fakes/accounts';
import { RefreshTokenInvalid } from '../../domain/auth.errors';

describe('logging out', () => {
  it("ends the session, with any of its tokens, and none of the user's others", async () => {
    const accounts = new Accounts();
    const userId = await accounts.register();
    const { refreshToken: first } = await accounts.logIn();
    const { refreshToken: other } = await accounts.logIn();
    const { refreshToken: second } = await accounts.refresh(first);
    await accounts.logOut(userId, first);
    await expect(accounts.refresh(second)).rejects.toThrow(RefreshTokenInvalid);
    await expect(accounts.refresh(other)).resolves.toBeDefined();
  });

  it("does not end another user's session", async () => {
    const accounts = new Accounts();
    await accounts.register();
    const { refreshToken } = await accounts.logIn();
    await accounts.logOut('somebody else', refreshToken);
    await expect(accounts.refresh(refreshToken)).resolves.toBeDefined();
  });

  it.each(['forged token', 'ours unknown-family 0'])('changes nothing for "%s"', async (token) => {
    await expect(new Accounts().logOut('u-1', token)).resolves.toBeUndefined();
  });
});
