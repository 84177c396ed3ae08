import { crashDuringRush } from './support/crash';
import { allReady } from './support/processes';
import { RUSH_SIZE } from './support/rush';

jest.setTimeout(240_000);

/** The other files find everything running, also after a failure here. */
afterAll(allReady, 120_000);

describe.each(['rabbitmq', 'postgres', 'redis', 'gateway'])('%s killed with -9', (name) => {
  it.each([1, RUSH_SIZE])(
    'after %d of ten orders are answered: none is lost, every one ends right',
    async (answered) => {
      const { inTheMiddle, orders } = await crashDuringRush(name, answered);
      expect(orders.length).toBeGreaterThan(0);
      expect(inTheMiddle).toBeGreaterThan(0);
    },
  );
});
