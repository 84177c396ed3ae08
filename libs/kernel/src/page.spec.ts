import { decodeCursor, encodeCursor, toPage } from './page';

const row = (id: string) => ({ id, createdAt: new Date('2026-01-02T03:04:05.678Z') });

describe('a page', () => {
  it('carries a cursor only when there are more rows', () => {
    expect(toPage([row('a'), row('b'), row('c')], 2)).toEqual({
      items: [row('a'), row('b')],
      nextCursor: encodeCursor(row('b')),
    });
    expect(toPage([row('a'), row('b')], 2).nextCursor).toBeNull();
    expect(toPage([], 2)).toEqual({ items: [], nextCursor: null });
  });

  it('reads back the cursor it wrote', () => {
    expect(decodeCursor(encodeCursor(row('prod-001')))).toEqual(row('prod-001'));
  });

  it.each(['2026-99-99T03:04:05.678Z a', '2026-01-02T03:04:05.678Z a\0b', '2026-01-02T03:04:05.678Z ', 'x', ''])(
    'does not read %j as a cursor',
    (text) => expect(decodeCursor(Buffer.from(text).toString('base64url'))).toBeUndefined(),
  );
});
