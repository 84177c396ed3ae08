import { preferredWait } from './prefer';

describe('the Prefer header', () => {
  it.each([
    ['wait=5', 5],
    ['respond-async, wait=10', 10],
    ['wait="30"', 30],
    ['Wait = 1', 1],
  ])('%s asks to wait', (header, seconds) => expect(preferredWait(header)).toBe(seconds));

  it.each([undefined, '', 'wait', 'wait=0', 'wait=31', 'wait=-1', 'wait=1.5', 'await=5', 'wait=x'])(
    '%s is ignored',
    (header) => expect(preferredWait(header)).toBeUndefined(),
  );
});
