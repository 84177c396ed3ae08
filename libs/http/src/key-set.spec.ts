import { KeysUnavailable, KeySetReader } from './key-set';

const URL = 'http://user/api/auth/jwks';
const first = { keys: [{ kid: '1' }] };
const second = { keys: [{ kid: '1' }, { kid: '2' }] };

describe('the reader of a key set', () => {
  let time = 0;
  const answers = jest.fn<Promise<{ keys: unknown[] }>, []>();
  const reader = (): KeySetReader => new KeySetReader(10_000, answers, () => time);

  beforeEach(() => {
    time = 0;
    answers.mockReset();
  });

  it('asks once for many requests at once', async () => {
    answers.mockResolvedValue(first);
    const keySet = reader();
    expect(await Promise.all([keySet.read(URL), keySet.read(URL)])).toEqual([first, first]);
    expect(answers).toHaveBeenCalledTimes(1);
  });

  it('does not ask again before the pause is over, whatever key is named', async () => {
    answers.mockResolvedValue(first);
    const keySet = reader();
    await keySet.read(URL);
    time = 9_999;
    await keySet.read(URL);
    expect(answers).toHaveBeenCalledTimes(1);
  });

  it('finds a new key after the pause', async () => {
    answers.mockResolvedValueOnce(first).mockResolvedValueOnce(second);
    const keySet = reader();
    await keySet.read(URL);
    time = 10_000;
    expect(await keySet.read(URL)).toBe(second);
  });

  it('keeps the keys it has while the issuer is down', async () => {
    answers.mockResolvedValueOnce(first).mockRejectedValueOnce(new Error('down'));
    const keySet = reader();
    await keySet.read(URL);
    time = 10_000;
    expect(await keySet.read(URL)).toBe(first);
  });

  it('says so when it never had any, and asks again at the next request', async () => {
    answers.mockRejectedValueOnce(new Error('down')).mockResolvedValueOnce(first);
    const keySet = reader();
    await expect(keySet.read(URL)).rejects.toThrow(KeysUnavailable);
    expect(await keySet.read(URL)).toBe(first);
  });
});
