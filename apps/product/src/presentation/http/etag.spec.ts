import { etagOf, versionsIn } from './etag';

describe('an entity tag', () => {
  it('is the version, quoted', () => expect(etagOf({ version: 3 })).toBe('"3"'));

  it.each([
    ['"3"', [3]],
    ['W/"3"', [3]],
    ['"3", "4"', [3, 4]],
    ['"another server\'s"', []],
    ['3', []],
    ['', []],
  ])('%s names the versions %j', (header, versions) => expect(versionsIn(header)).toEqual(versions));

  it('sets no condition when it is not sent, or any version will do', () => {
    expect(versionsIn(undefined)).toBeUndefined();
    expect(versionsIn('*')).toBeUndefined();
  });
});
