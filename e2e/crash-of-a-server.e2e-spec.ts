import { crashDuringRush } from './support/crash';
import { RUSH_SIZE } from './support/rush';

jest.setTimeout(240_000);

describe.each(['rabbitmq', 'postgres', 'gateway'])('%s killed with -9', (name) => {
  it('in the middle of orders: every order still ends right, and none that was accepted is lost', async () => {
    const { inTheMiddle, orders } = await crashDuringRush(name, RUSH_SIZE / 2);
    expect(orders.length).toBeGreaterThan(0);
    expect(inTheMiddle).toBeGreaterThan(0);
  });
});
