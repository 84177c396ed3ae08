import { placeOf } from './place';

const OTHER = { GATEWAY_URL: 'https://shop.test/', ADMIN_EMAIL: 'ann@shop.test', ADMIN_PASSWORD: 'secret' };

describe('the system that is operated', () => {
  it('is the one that the settings name, whose token is not kept', () => {
    const { gateway, admin, tokenFile } = placeOf(undefined, OTHER);
    expect(gateway.address).toBe('https://shop.test');
    expect(admin).toEqual({ email: 'ann@shop.test', password: 'secret' });
    expect(tokenFile).toBeUndefined();
  });

  it('needs an ADMIN of its own', () => {
    const { ADMIN_PASSWORD: _password, ...incomplete } = OTHER;
    expect(() => placeOf(undefined, incomplete)).toThrow('who is ADMIN there?');
  });

  it('is the one of --home, whatever the settings say; it has to run', () => {
    expect(() => placeOf('/nowhere', OTHER)).toThrow('Tradewind is not running.');
  });
});
