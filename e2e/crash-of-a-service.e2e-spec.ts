import { type Crash, crashDuringRush } from './support/crash';
import { RUSH_SIZE } from './support/rush';

jest.setTimeout(180_000);

/** While the first orders are being taken, while some sagas run, when all are accepted and their sagas run. */
const MOMENTS = [1, RUSH_SIZE / 2, RUSH_SIZE];

describe.each(['order', 'inventory', 'payment', 'product', 'user'])('the %s service killed with -9', (name) => {
  const crashes: Crash[] = [];

  it.each(MOMENTS)('after %d of ten orders are answered: every order still ends right', async (answered) => {
    crashes.push(await crashDuringRush(name, answered));
  });

  it('died in the middle of orders', () => {
    expect(crashes.reduce((sum, { inTheMiddle }) => sum + inTheMiddle, 0)).toBeGreaterThan(0);
  });
});
