import { lastLines, sinceLastStart, withoutPassword } from './watch';

describe('what is shown of a log', () => {
  it('is what the latest start wrote', () => {
    expect(sinceLastStart('--- one\nold\n--- two\nnew\n')).toBe('--- two\nnew\n');
    expect(sinceLastStart('no mark\n')).toBe('no mark\n');
  });

  it('is its end', () => {
    expect(lastLines('a\nb\nc\n', 2)).toEqual(['b', 'c']);
  });
});

describe('an address on the screen', () => {
  it('does not show its password', () => {
    expect(withoutPassword('amqp://tradewind:pw@127.0.0.1:5672/tradewind')).toBe('amqp://127.0.0.1:5672/tradewind');
  });
});
