import { auditLines } from './audit';
import { age, json } from './text';

describe('text for people', () => {
  it.each([
    [0, '0 s'],
    [119, '119 s'],
    [120, '2 min'],
    [7_199, '119 min'],
    [7_200, '2 h'],
    [172_800, '2 d'],
  ])('shows an age of %d s as %s', (seconds, text) => {
    expect(age(seconds)).toBe(text);
  });

  it('writes JSON that is the same to a program and harmless to a terminal', () => {
    const value = { note: 'a\u001b[2J\u009b\u007f' };
    const text = json(value);
    expect(JSON.parse(text)).toEqual(value);
    expect(text.replace(/\n/g, '')).not.toMatch(/\p{Cc}/u);
  });

  it('shows who did what by hand, and why', () => {
    const entry = {
      created_at: '2026-01-01T12:00:00.000Z',
      by: 'ann@shop.test',
      action: 'saga.retry',
      target: 's-1',
      note: 'fixed',
    };
    expect(auditLines({ items: [entry], next_cursor: 'c' })).toEqual([
      'at                        by             action      target  note',
      '2026-01-01T12:00:00.000Z  ann@shop.test  saga.retry  s-1     fixed',
      'There are more: --limit 100, or --target for one saga or queue.',
    ]);
    expect(auditLines({ items: [], next_cursor: null })).toEqual(['Nobody has done anything by hand.']);
  });
});
