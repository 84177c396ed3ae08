import type { EngineFact } from './facts';
import { judgeEngine } from './judge-engine';

const docker = { name: 'Docker 28.2.2, docker compose 2.39.1' };
const noDocker = { missing: 'no Docker engine answers (permission denied)', advice: 'Start it.' };
const everyImage = { needed: ['kong:3.9.1', 'redis:7'], missing: [] };
const inContainers = { name: 'docker', reason: 'ENGINE asks for it' } as const;

const told = (fact: EngineFact): string[] =>
  judgeEngine(fact).map(({ level, text, advice }) => [`${level}: ${text}`, ...(advice ? [advice] : [])].join(' > '));

describe('Of the engine the doctor tells', () => {
  it('where make up runs and why, that Docker answers with which Compose, and that every image is here', () => {
    expect(told({ choice: inContainers, docker, images: everyImage })).toEqual([
      'ok: make up runs in containers, because ENGINE asks for it',
      'ok: Docker 28.2.2, docker compose 2.39.1',
      'ok: images: all 2 that are not built here',
    ]);
  });

  it('once that nothing answers, with what would help, where make up runs natively for it', () => {
    expect(told({ choice: { name: 'native', reason: noDocker.missing }, docker: noDocker })).toEqual([
      'ok: make up runs natively, because no Docker engine answers (permission denied) > For containers: Start it.',
    ]);
  });

  it('that nothing answers also where make up runs natively for another reason', () => {
    expect(told({ choice: { name: 'native', reason: 'its data is there' }, docker: noDocker })).toEqual([
      'ok: make up runs natively, because its data is there',
      'note: not in containers: no Docker engine answers (permission denied) > Start it.',
    ]);
  });

  it('that make up would refuse, and what to do', () => {
    const choice = { refused: 'Docker is to be used, but no engine answers.', advice: ['Start it.', 'Or natively.'] };
    expect(told({ choice, docker: noDocker })).toEqual([
      'lacking: Docker is to be used, but no engine answers. > Start it. Or natively.',
    ]);
  });

  it('which images are missing, and whether they can be pulled', () => {
    const images = { needed: ['kong:3.9.1', 'redis:7'], missing: ['kong:3.9.1'] };
    expect(told({ choice: inContainers, docker, images }).at(-1)).toBe(
      'note: images: not here is kong:3.9.1; make up in containers pulls what is missing',
    );
    expect(told({ choice: inContainers, docker, images: { ...images, obstacle: 'no such host' } }).at(-1)).toMatch(
      /^note: images: not here is kong:3.9.1; cannot be pulled \(no such host\) > .*stand-in.yml/,
    );
  });

  it('only once why an image cannot be pulled', () => {
    const images = { needed: ['kong:3.9.1'], missing: ['kong:3.9.1'], obstacle: 'no such host' };
    const choice = { name: 'native', reason: 'the image kong:3.9.1 cannot be pulled (no such host)' } as const;
    expect(told({ choice, docker, images }).join()).toMatch(/^(?!.*no such host.*no such host).*no such host/);
  });
});
