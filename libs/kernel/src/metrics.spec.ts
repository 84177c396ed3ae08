import { readAtMostEvery } from './metrics';

describe('a read that is shared', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('is done once for all who ask at once, and again when its answer has become old', async () => {
    let reads = 0;
    const read = readAtMostEvery(5_000, async () => ++reads);
    expect(await Promise.all([read(), read()])).toEqual([1, 1]);
    jest.advanceTimersByTime(4_999);
    expect(await read()).toBe(1);
    jest.advanceTimersByTime(1);
    expect(await read()).toBe(2);
  });

  it('is not begun again while one is under way, however long that takes', async () => {
    let reads = 0;
    let answer = (): void => undefined;
    const read = readAtMostEvery(5_000, () => new Promise<number>((resolve) => (answer = () => resolve(++reads))));
    const first = read();
    jest.advanceTimersByTime(60_000);
    const second = read();
    answer();
    expect(await Promise.all([first, second])).toEqual([1, 1]);
  });

  it('is tried again at once after a failure', async () => {
    let reads = 0;
    const read = readAtMostEvery(5_000, async () => {
      if (++reads === 1) throw new Error('away');
      return reads;
    });
    await expect(read()).rejects.toThrow('away');
    expect(await read()).toBe(2);
  });
});
