import type { EngineFact, ImagesFact } from './facts';
import type { Finding } from './finding';

/** Where `make up` runs and why; then what there is of Docker, its Compose and the images. */
export function judgeEngine({ choice, docker, images }: EngineFact): Finding[] {
  const first = judgeChoice(choice, docker);
  return [first, ...judgeDocker(choice, docker), ...(images ? [judgeImages(images, first.text)] : [])];
}

function judgeChoice(choice: EngineFact['choice'], docker: EngineFact['docker']): Finding {
  if ('refused' in choice) return { level: 'lacking', text: choice.refused, advice: choice.advice.join(' ') };
  const where = choice.name === 'docker' ? 'in containers' : 'natively';
  const lacksDocker = 'missing' in docker && docker.missing === choice.reason;
  const advice = lacksDocker ? `For containers: ${docker.advice}` : undefined;
  return { level: 'ok', text: `make up runs ${where}, because ${choice.reason}`, advice };
}

function judgeDocker(choice: EngineFact['choice'], docker: EngineFact['docker']): Finding[] {
  if ('name' in docker) return [{ level: 'ok', text: docker.name }];
  const isTold = 'refused' in choice || choice.reason === docker.missing;
  return isTold ? [] : [{ level: 'note', text: `not in containers: ${docker.missing}`, advice: docker.advice }];
}

function judgeImages({ needed, missing, obstacle }: ImagesFact, told: string): Finding {
  if (missing.length === 0) return { level: 'ok', text: `images: all ${needed.length} that are not built here` };
  const list = `images: not here ${missing.length === 1 ? 'is' : 'are'} ${missing.join(', ')}`;
  if (obstacle === undefined) return { level: 'note', text: `${list}; make up in containers pulls what is missing` };
  return {
    level: 'note',
    text: `${list}; cannot be pulled${told.includes(obstacle) ? '' : ` (${obstacle})`}`,
    advice: 'Load them by hand (docker load), or do with fewer: deployment/compose/stand-in.yml says how.',
  };
}
