import { WIDTH, box, ends, table, widthOf } from './drawing';

const RED = (text: string): string => `\u001b[31m${text}\u001b[0m`;

describe('the drawing of a box', () => {
  it('is as wide as a terminal, whatever is in it', () => {
    const lines = box('1  Title', 'ORD-1', [['short', RED('coloured')], ['x'.repeat(96)]]);
    expect(lines.map(widthOf)).toEqual(lines.map(() => WIDTH));
  });

  it('has a line between its sections and none for an empty one', () => {
    const lines = box('Title', '', [['one'], [], ['two']]);
    expect(lines.filter((line) => line.startsWith('├'))).toHaveLength(1);
  });
});

describe('the drawing of a table', () => {
  it('makes each column as wide as its widest cell, not counting colours', () => {
    const lines = table(
      [{ title: 'step' }, { title: 'ms', right: true }],
      [
        [RED('reserve'), '7'],
        ['pay', '1234'],
      ],
    );
    expect(lines.map(widthOf)).toEqual([13, 13, 13]);
    expect(lines[2]).toBe('pay      1234');
  });

  it('cuts off what does not fit', () => {
    const [, line = ''] = table([{ title: 'result' }], [['x'.repeat(200)]]);
    expect(widthOf(line)).toBe(WIDTH - 4);
    expect(line.endsWith('…')).toBe(true);
  });
});

it('puts two texts at the two ends of a line', () => {
  expect(ends('left', 'right')).toMatch(/^left {87}right$/);
});
