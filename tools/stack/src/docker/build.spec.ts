import { lastStep } from './build';

describe('how far a build is', () => {
  it.each([
    ['Step 4/28 : COPY a ./\n ---> 58e2\nStep 5/28 : RUN npm ci\n ---> Running in bc15\nadded 3\n', 'RUN npm ci'],
    ['#8 [compiled 2/8] RUN npm ci && find x -delete\n#8 12.3 npm warn\n', 'RUN npm ci'],
    ['#1 [internal] load build definition\n', 'still building'],
    ['', 'still building'],
  ])('is told by the instruction that it is at: %j', (log, step) => {
    expect(lastStep(log)).toBe(step);
  });

  it('is one short line', () => {
    expect(lastStep(`Step 1/2 : RUN ${'x'.repeat(200)}`)).toMatch(/^RUN x+ \.\.\.$/);
  });
});
