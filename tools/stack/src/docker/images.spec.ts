import { imagesOf, pullObstacle } from './images';
import type { Run } from './run';

const standIn = { COMPOSE_FILE: 'docker-compose.yml:deployment/compose/stand-in.yml' };
const answer = (ok: boolean, complaint = ''): ReturnType<Run> => ({ ok, stdout: '', complaint });

describe('the images that must be there', () => {
  it('are those to pull and the base of our own, each asked for once', () => {
    const ask = jest.fn<ReturnType<Run>, Parameters<Run>>((command) => answer(command.at(-1) !== 'redis:7'));
    const { needed, missing } = imagesOf(standIn, ask);
    expect(needed).toEqual(expect.arrayContaining(['node:24-bookworm-slim', 'postgres:17', 'redis:7']));
    expect(needed.join()).not.toMatch(/tradewind|kong/);
    expect(missing).toEqual(['redis:7']);
    expect(ask).toHaveBeenCalledTimes(needed.length);
  });
});

describe('whether an image can be pulled', () => {
  it('is asked of its registry, and nothing is pulled for it', () => {
    const ask = jest.fn<ReturnType<Run>, Parameters<Run>>(() => answer(true));
    expect(pullObstacle('kong:3.9.1', ask)).toBeUndefined();
    expect(ask.mock.calls.map(([command]) => command.join(' '))).toEqual(['docker manifest inspect kong:3.9.1']);
  });

  it('is told with what is in the way', () => {
    expect(pullObstacle('kong:3.9.1', () => answer(false, 'no such host'))).toBe('no such host');
    expect(pullObstacle('kong:3.9.1', () => answer(false))).toBe('the registry did not answer');
  });
});
