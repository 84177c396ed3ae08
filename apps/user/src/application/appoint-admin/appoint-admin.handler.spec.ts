import { Accounts, YASH } from '../../../test/fakes/accounts';
import { RefreshTokenInvalid } from '../../domain/auth.errors';

const admin = { email: 'Admin@Tradewind.test', password: 'a first password' };
const seen = (accounts: Accounts) => accounts.users.all().map(({ email, role }) => [email, role]);

describe('appointing the ADMIN of the settings', () => {
  it('creates the user, who can log in and is not welcomed by mail', async () => {
    const accounts = new Accounts();
    expect(await accounts.appointAdmin(admin)).toBe(true);
    expect(seen(accounts)).toEqual([['admin@tradewind.test', 'ADMIN']]);
    await expect(accounts.logIn(admin)).resolves.toBeDefined();
    expect(accounts.users.told).toEqual([]);
  });

  it('changes nothing at the next start', async () => {
    const accounts = new Accounts();
    await accounts.appointAdmin(admin);
    const { refreshToken } = await accounts.logIn(admin);
    const before = accounts.users.all()[0]?.passwordHash;
    expect(await accounts.appointAdmin(admin)).toBe(true);
    expect(accounts.users.all()[0]?.passwordHash).toBe(before);
    await expect(accounts.refresh(refreshToken)).resolves.toBeDefined();
  });

  it('sets a changed password and ends the sessions that the old one opened', async () => {
    const accounts = new Accounts();
    await accounts.appointAdmin(admin);
    const { refreshToken } = await accounts.logIn(admin);
    await accounts.appointAdmin({ ...admin, password: 'a second password' });
    await expect(accounts.logIn({ ...admin, password: 'a second password' })).resolves.toBeDefined();
    await expect(accounts.refresh(refreshToken)).rejects.toThrow(RefreshTokenInvalid);
  });

  it('raises a customer who has registered with that address', async () => {
    const accounts = new Accounts();
    await accounts.register();
    await accounts.appointAdmin(YASH);
    expect(seen(accounts)).toEqual([[YASH.email, 'ADMIN']]);
  });

  it('gives way to a replica that created the user at the same moment, and then finds all done', async () => {
    const accounts = new Accounts();
    const slower = accounts.appointing();
    const prepared = await slower.prepare(admin);
    await accounts.appointAdmin(admin);
    expect(await slower.handle(admin, prepared)).toBe(false);
    expect(await accounts.appointAdmin(admin)).toBe(true);
    expect(seen(accounts)).toEqual([['admin@tradewind.test', 'ADMIN']]);
  });

  it('gives way to a replica that set the password at the same moment', async () => {
    const accounts = new Accounts();
    await accounts.register({ ...admin, name: 'A customer' });
    const slower = accounts.appointing();
    const prepared = await slower.prepare(admin);
    await accounts.appointAdmin(admin);
    expect(await slower.handle(admin, prepared)).toBe(false);
  });
});
