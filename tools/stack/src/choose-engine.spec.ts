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

const noEngine = { findDocker: () => ({ missing: 'no Docker engine answers', advice: 'Start it.' }) };
const noImage = { completeImages: async () => 'the image kong:3.9.1 is not here and cannot be pulled (no network)' };

describe('ENGINE=auto', () => {
  it('takes Docker where an engine answers and every image is there', async () => {
    const reason = 'an engine answers and every image is there or can be pulled';
    expect(await chooseEngine({}, machine())).toEqual({ name: 'docker', docker, reason });
  });

  it.each([
    ['no engine answers', noEngine, 'no Docker engine answers'],
    ['an image cannot be had', noImage, 'the image kong:3.9.1 is not here and cannot be pulled (no network)'],
  ])('runs natively where %s, and says so', async (_, without, reason) => {
    expect(await chooseEngine({ ENGINE: 'auto' }, machine(without))).toEqual({ name: 'native', reason });
  });

  it('stays with the engine that the system was started on, because its data is there', async () => {
    const native = machine({ last: () => ({ name: 'native', runs: false }) });
    const reason = 'its data is there';
    expect(await chooseEngine({}, native)).toEqual({ name: 'native', reason });
    expect(native.findDocker).not.toHaveBeenCalled();
    const inContainers = machine({ last: () => ({ name: 'docker', runs: false }) });
    expect(await chooseEngine({}, inContainers)).toEqual({ name: 'docker', docker, reason });
  });

  it('never starts an empty native system where the data is in containers that cannot be reached', async () => {
    const without = machine({ ...noEngine, last: () => ({ name: 'docker', runs: false }) });
    await expect(chooseEngine({}, without)).rejects.toThrow(
      'Docker is to be used (its data is there), but no Docker engine',
    );
  });

  it('runs natively where a setting names a server for it', async () => {
    const choice = await chooseEngine({ POSTGRES_ADMIN_URL: 'postgres://db' }, machine());
    expect(choice).toMatchObject({ name: 'native', reason: expect.stringContaining('names a server for it') });
  });
});

describe('ENGINE', () => {
  it('docker never falls back silently', async () => {
    await expect(chooseEngine({ ENGINE: 'docker' }, machine(noEngine))).rejects.toThrow('ENGINE asks for it');
    await expect(chooseEngine({ ENGINE: 'docker' }, machine(noImage))).rejects.toThrow('kong:3.9.1');
    expect(await chooseEngine({ ENGINE: 'docker' }, machine())).toMatchObject({ name: 'docker', docker });
  });

  it('native asks nothing of Docker', async () => {
    const questions = machine();
    expect(await chooseEngine({ ENGINE: 'native' }, questions)).toMatchObject({ name: 'native' });
    expect(questions.findDocker).not.toHaveBeenCalled();
  });

  it('cannot be changed under a running system', async () => {
    const running = machine({ last: () => ({ name: 'native', runs: true }) });
    await expect(chooseEngine({ ENGINE: 'docker' }, running)).rejects.toThrow('runs on the engine "native"');
  });

  it('refuses what it does not know', async () => {
    await expect(chooseEngine({ ENGINE: 'podman' }, machine())).rejects.toThrow('ENGINE=podman is not known');
  });
});
