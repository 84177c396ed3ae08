import { Role } from '@tradewind/kernel';
import { Accounts, YASH } from '../../../test/fakes/accounts';
import { WrongCredentials } from '../../domain/auth.errors';
import { KeptOutside } from '../../domain/user.errors';

const identity = { issuer: 'https://id.example.com/realms/shop', subject: 's-1' };
const seen = { userId: 'u-5', email: YASH.email, name: 'Yash of the realm', role: Role.Customer, identity };

describe('a user of the outside issuer', () => {
  it('has an account from first sight, and is welcomed once', async () => {
    const accounts = new Accounts();
    await accounts.linkOutsideUser(seen);
    await accounts.linkOutsideUser(seen);
    expect(accounts.users.all()).toHaveLength(1);
    expect(accounts.users.all()[0]).toMatchObject({ id: 'u-5', email: YASH.email, role: 'CUSTOMER', identity });
    expect(accounts.users.told).toHaveLength(1);
  });

  it('is kept as the token shows them', async () => {
    const accounts = new Accounts();
    await accounts.linkOutsideUser(seen);
    await accounts.linkOutsideUser({ ...seen, email: 'new@example.com', role: Role.Admin });
    expect(accounts.users.all()[0]).toMatchObject({ email: 'new@example.com', name: seen.name, role: 'ADMIN' });
  });

  it('gets nothing of an account with a password and the same address', async () => {
    const accounts = new Accounts();
    const userId = await accounts.register();
    await accounts.linkOutsideUser(seen);
    expect(accounts.users.all().map(({ id, name }) => [id, name])).toEqual([
      [userId, YASH.name],
      ['u-5', seen.name],
    ]);
    expect((await accounts.logIn()).accessToken).toContain(userId);
  });

  it('does not keep the address from somebody who registers', async () => {
    const accounts = new Accounts();
    await accounts.linkOutsideUser(seen);
    await expect(accounts.logIn()).rejects.toThrow(WrongCredentials);
    await accounts.register();
    await expect(accounts.logIn()).resolves.toBeDefined();
  });

  it('is not made the ADMIN of the settings by their address', async () => {
    const accounts = new Accounts();
    await accounts.linkOutsideUser(seen);
    await accounts.appointAdmin(YASH);
    expect(accounts.users.all().map(({ id, role }) => [id === 'u-5', role])).toEqual([
      [true, 'CUSTOMER'],
      [false, 'ADMIN'],
    ]);
  });

  it('is renamed and given a role only where they come from', async () => {
    const accounts = new Accounts();
    await accounts.linkOutsideUser(seen);
    await expect(accounts.rename('u-5', 'Somebody')).rejects.toThrow(KeptOutside);
    await expect(accounts.changeRole('u-5', 'ADMIN', 'an admin')).rejects.toThrow(KeptOutside);
  });
});
