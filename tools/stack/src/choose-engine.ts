import { join } from 'node:path';
import { type DockerEngine, type NoDocker, findDocker } from './docker/engine';
import { imagesOf, pull } from './docker/images';
import { StackError } from './errors';
import { layoutOf, projectRoot } from './layout';
import { isRunning } from './running';
import type { Settings } from './settings';
import { isInContainers, readAnyState } from './state';

/** What to run on, and why, in words that follow "because". */
export type EngineChoice = { readonly reason: string } & (
  { readonly name: 'native' } | { readonly name: 'docker'; readonly docker: DockerEngine }
);
type Wish = 'auto' | 'docker' | 'native';

const ASKED_FOR = 'ENGINE asks for it';

/** What the choice is made from. Each question is asked only if the answer matters. */
export interface EngineQuestions {
  /** Which engine this checkout's system was started on last, and whether it runs. */
  last: () => { name: 'native' | 'docker'; runs: boolean } | undefined;
  findDocker: () => DockerEngine | NoDocker;
  /** Pulls what is missing; answers what could not be had, and why. */
  completeImages: () => Promise<string | undefined>;
}

/** ENGINE says where to run; `auto` takes Docker where it can really serve. */
export async function chooseEngine(settings: Settings, questions: EngineQuestions): Promise<EngineChoice> {
  const wish = engineWish(settings);
  const last = questions.last();
  if (last?.runs && wish !== 'auto' && wish !== last.name) throw runsElsewhere(last.name, wish);
  if (wish === 'native') return { name: 'native', reason: ASKED_FOR };
  if (wish === 'docker') return forced(questions, ASKED_FOR);
  if (last?.name === 'docker') return forced(questions, last.runs ? 'it runs there' : 'its data is there');
  const reason = last ? (last.runs ? 'it runs there' : 'its data is there') : serversOf(settings);
  return reason === undefined ? whereItCan(questions) : { name: 'native', reason };
}

/** What ENGINE asks for; refuses what is not known. */
export function engineWish({ ENGINE: engine = 'auto' }: Settings): Wish {
  if (engine === 'auto' || engine === 'docker' || engine === 'native') return engine;
  throw new StackError(`ENGINE=${engine} is not known.`, ['Use auto, docker or native, or leave it unset (auto).']);
}

function runsElsewhere(running: string, wish: string): StackError {
  return new StackError(`Tradewind runs on the engine "${running}", but ENGINE asks for ${wish}.`, [
    `Stop it first: make down; its data stays with the engine "${running}".`,
  ]);
}

function serversOf({
  POSTGRES_ADMIN_URL: postgres,
  RABBITMQ_URL: rabbitmq,
  REDIS_URL: redis,
}: Settings): string | undefined {
  const named = postgres || rabbitmq || redis;
  return named ? 'POSTGRES_ADMIN_URL, RABBITMQ_URL or REDIS_URL names a server for it' : undefined;
}

async function forced({ findDocker: find, completeImages }: EngineQuestions, reason: string): Promise<EngineChoice> {
  const docker = find();
  if ('missing' in docker) {
    throw new StackError(`Docker is to be used (${reason}), but ${docker.missing}.`, [
      docker.advice,
      'Or run natively: ENGINE=native make up (with data of its own)',
    ]);
  }
  const problem = await completeImages();
  if (problem === undefined) return { name: 'docker', docker, reason };
  throw new StackError(`Docker is to be used (${reason}), but ${problem}.`, [
    'With fewer images: COMPOSE_FILE=docker-compose.yml:deployment/compose/stand-in.yml; without any: ENGINE=native',
  ]);
}

async function whereItCan(questions: EngineQuestions): Promise<EngineChoice> {
  const docker = questions.findDocker();
  if ('missing' in docker) return { name: 'native', reason: docker.missing };
  const problem = await questions.completeImages();
  if (problem !== undefined) return { name: 'native', reason: problem };
  return { name: 'docker', docker, reason: 'an engine answers and every image is there or can be pulled' };
}

/** The questions, asked of this machine. */
export function questionsFor(home: string, settings: Settings, note: (line: string) => void): EngineQuestions {
  return {
    last() {
      const state = readAnyState(layoutOf(home).state);
      return state && { name: isInContainers(state) ? 'docker' : 'native', runs: isRunning(state) };
    },
    findDocker: () => dockerFor(home),
    completeImages: () => completeImages(settings, note),
  };
}

/** docker-compose.yml reads its passwords from .local: a system in another home is native. */
function dockerFor(home: string): ReturnType<typeof findDocker> {
  const usual = join(projectRoot(), '.local');
  if (layoutOf(home).home === usual) return findDocker();
  return { missing: `containers belong to ${usual}, not to ${home}`, advice: `Leave out --home ${home}.` };
}

async function completeImages(settings: Settings, note: (line: string) => void): Promise<string | undefined> {
  for (const image of imagesOf(settings).missing) {
    note(`Pulling ${image} ...`);
    const problem = await pull(image);
    if (problem !== undefined) return cannotBeHad(image, problem);
  }
  return undefined;
}

/** Why the engine will not do, where this is the problem with an image that is not here. */
export function cannotBeHad(image: string, problem: string): string {
  return `the image ${image} is not here and cannot be pulled (${problem})`;
}
