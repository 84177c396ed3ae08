import { findDocker } from './engine';
import type { Outcome, Run } from './run';

const done = (stdout: string): Outcome => ({ ok: true, stdout: `${stdout}\n`, complaint: '' });
const failed = (complaint: string): Outcome => ({ ok: false, stdout: '', complaint });

/** A machine on which these commands work, by how they begin. */
function machine(works: Record<string, string>): Run {
  return (command) => {
    const found = Object.entries(works).find(([start]) => command.join(' ').startsWith(start));
    return found ? done(found[1]) : failed('Cannot connect to the Docker daemon');
  };
}

describe('looking for Docker', () => {
  it('takes Compose v2 where it is installed, else docker-compose', () => {
    const v2 = machine({ 'docker version': '28.2.2', 'docker compose version': '2.39.1', 'docker-compose': '1.29.2' });
    expect(findDocker(v2)).toEqual({ compose: ['docker', 'compose'], name: 'Docker 28.2.2, docker compose 2.39.1' });
    const v1 = machine({ 'docker version': '20.10.24', 'docker-compose version': '1.29.2' });
    expect(findDocker(v1)).toEqual({ compose: ['docker-compose'], name: 'Docker 20.10.24, docker-compose 1.29.2' });
  });

  it.each([
    [{}, 'there is no docker command'],
    [{ 'docker --version': 'Docker 28' }, 'no Docker engine answers (Cannot connect to the Docker daemon)'],
    [{ 'docker version': '28.2.2' }, 'there is neither docker compose nor docker-compose'],
  ])('says what is missing and what to do about it: %j', (works: Record<string, string>, missing) => {
    expect(findDocker(machine(works))).toEqual({ missing, advice: expect.stringMatching(/^(Install|Start) /) });
  });
});
