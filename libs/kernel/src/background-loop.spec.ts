import { BackgroundLoop } from './background-loop';

const NEVER = 60_000;
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('a background loop', () => {
  it('goes on at once while there is more to do', async () => {
    let runs = 0;
    const loop = new BackgroundLoop(async () => ++runs < 5, NEVER, fail);
    loop.start();
    await turn();
    expect(runs).toBe(5);
    await loop.stop();
  });

  it('is woken out of its pause', async () => {
    let runs = 0;
    const loop = new BackgroundLoop(async () => ++runs < 0, NEVER, fail);
    loop.start();
    await turn();
    loop.wake();
    await turn();
    expect(runs).toBe(2);
    await loop.stop();
  });

  it('does not forget a wake-up that comes while it works', async () => {
    let runs = 0;
    let finish = (): void => undefined;
    const loop = new BackgroundLoop(
      async () => {
        if (++runs === 1) await new Promise<void>((resolve) => (finish = resolve));
        return false;
      },
      NEVER,
      fail,
    );
    loop.start();
    loop.wake();
    finish();
    await turn();
    expect(runs).toBe(2);
    await loop.stop();
  });

  it('waits for the work under way when it is stopped, and begins no other', async () => {
    let finish = (): void => undefined;
    let finished = 0;
    const loop = new BackgroundLoop(
      async () => {
        await new Promise<void>((resolve) => (finish = resolve));
        finished++;
        return true;
      },
      NEVER,
      fail,
    );
    loop.start();
    const stopping = loop.stop();
    finish();
    await stopping;
    expect(finished).toBe(1);
  });

  it('tells of an error and goes on', async () => {
    const errors: unknown[] = [];
    let runs = 0;
    const work = async (): Promise<boolean> => {
      if (++runs === 1) throw new Error('no database');
      return false;
    };
    const loop = new BackgroundLoop(work, NEVER, (error) => errors.push(error));
    loop.start();
    await turn();
    loop.wake();
    await turn();
    expect(errors).toEqual([new Error('no database')]);
    expect(runs).toBe(2);
    await loop.stop();
  });
});

function fail(error: unknown): void {
  throw error;
}
