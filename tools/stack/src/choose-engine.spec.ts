import { type EngineQuestions, chooseEngine } from './choose-engine';

const docker = { compose: ['docker', 'compose'], name: 'Docker 28' };

/** A machine that has Docker and all images, unless told otherwise. */
function machine(other: Partial<EngineQuestions> = {}): jest.Mocked<EngineQuestions> {
  const usual = { last: () => undefined, findDocker: () => docker, completeImages: async () => undefined };
  const questions = { ...usual, ...other };
  return {
    last: jest.fn(questions.last),
    findDocker: jest.fn(questions.findDocker),
    completeImages: jest.fn(questions.completeImages),
  };
}

const noEngine = { findDocker: () => ({ missing: 'no Docker engine answers' }) };
const noImage = { completeImages: async () => 'the image kong:3.9.1 is not here and cannot be pulled (no network)' };
const notes: string[] = [];
const choose = (settings: Record<string, string>, questions: EngineQuestions): ReturnType<typeof chooseEngine> =>
  chooseEngine(settings, questions, (line) => notes.push(line));

beforeEach(() => (notes.length = 0));

describe('ENGINE=auto', () => {
  it('takes Docker where an engine answers and every image is there', async () => {
    expect(await choose({}, machine())).toEqual({ name: 'docker', docker });
  });

  it.each([
    ['no engine answers', noEngine, 'no Docker engine answers'],
    ['an image cannot be had', noImage, 'the image kong:3.9.1 is not here and cannot be pulled (no network)'],
  ])('runs natively where %s, and says so', async (_, without, reason) => {
    expect(await choose({ ENGINE: 'auto' }, machine(without))).toEqual({ name: 'native' });
    expect(notes.join()).toContain(`native, because ${reason}`);
  });

  it('stays with the engine that the system was started on, because its data is there', async () => {
    const native = machine({ last: () => ({ name: 'native', runs: false }) });
    expect(await choose({}, native)).toEqual({ name: 'native' });
    expect(native.findDocker).not.toHaveBeenCalled();
    expect(await choose({}, machine({ last: () => ({ name: 'docker', runs: false }) }))).toEqual({
      name: 'docker',
      docker,
    });
  });

  it('never starts an empty native system where the data is in containers that cannot be reached', async () => {
    const without = machine({ ...noEngine, last: () => ({ name: 'docker', runs: false }) });
    await expect(choose({}, without)).rejects.toThrow('Docker is to be used (its data is there), but no Docker engine');
  });

  it('runs natively where a setting names a server for it', async () => {
    expect(await choose({ POSTGRES_ADMIN_URL: 'postgres://db' }, machine())).toEqual({ name: 'native' });
  });
});

describe('ENGINE', () => {
  it('docker never falls back silently', async () => {
    await expect(choose({ ENGINE: 'docker' }, machine(noEngine))).rejects.toThrow('ENGINE asks for it');
    await expect(choose({ ENGINE: 'docker' }, machine(noImage))).rejects.toThrow('kong:3.9.1');
    expect(await choose({ ENGINE: 'docker' }, machine())).toEqual({ name: 'docker', docker });
  });

  it('native asks nothing of Docker', async () => {
    const questions = machine();
    expect(await choose({ ENGINE: 'native' }, questions)).toEqual({ name: 'native' });
    expect(questions.findDocker).not.toHaveBeenCalled();
  });

  it('cannot be changed under a running system', async () => {
    const running = machine({ last: () => ({ name: 'native', runs: true }) });
    await expect(choose({ ENGINE: 'docker' }, running)).rejects.toThrow('runs on the engine "native"');
  });

  it('refuses what it does not know', async () => {
    await expect(choose({ ENGINE: 'podman' }, machine())).rejects.toThrow('ENGINE=podman is not known');
  });
});
