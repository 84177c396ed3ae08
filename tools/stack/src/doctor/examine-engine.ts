import { type EngineQuestions, cannotBeHad, chooseEngine, questionsFor } from '../choose-engine';
import { imagesOf, pullObstacle } from '../docker/images';
import { StackError } from '../errors';
import type { Settings } from '../settings';
import type { EngineFact, ImagesFact } from './facts';

/** Puts the questions of `make up` without doing anything about the answers: what is missing is not pulled. */
export async function examineEngine(home: string, settings: Settings): Promise<EngineFact> {
  const questions = questionsFor(home, settings, () => undefined);
  const docker = questions.findDocker();
  const images = 'missing' in docker ? undefined : examineImages(settings);
  const [first] = images?.missing ?? [];
  const problem = first && images?.obstacle ? cannotBeHad(first, images.obstacle) : undefined;
  const answers = { ...questions, findDocker: () => docker, completeImages: () => Promise.resolve(problem) };
  return { choice: await choiceBy(settings, answers), docker, images };
}

async function choiceBy(settings: Settings, questions: EngineQuestions): Promise<EngineFact['choice']> {
  try {
    const { name, reason } = await chooseEngine(settings, questions);
    return { name, reason };
  } catch (error) {
    if (error instanceof StackError) return { refused: error.message, advice: error.advice };
    throw error;
  }
}

function examineImages(settings: Settings): ImagesFact {
  const { needed, missing } = imagesOf(settings);
  const [first] = missing;
  return { needed, missing, obstacle: first && pullObstacle(first) };
}
