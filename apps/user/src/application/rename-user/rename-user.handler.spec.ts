import { Accounts } from '../../../test/fakes/accounts';
import { UnknownUser } from '../../domain/user.errors';

describe('renaming', () => {
  it('keeps the new name', async () => {
    const accounts = new Accounts();
    const userId = await accounts.register();
    await accounts.rename(userId, 'Yash M.');
    expect(accounts.users.all()[0]?.name).toBe('Yash M.');
  });

  it('needs a user', async () => {
    await expect(new Accounts().rename('nobody', 'Yash')).rejects.toThrow(UnknownUser);
  });
});
