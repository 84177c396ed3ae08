import { StackError } from '../../stack/src/errors';
import { expectOneWay } from '../arguments';
import { changedLines, deadLetterLines, oneDeadLetterLines } from '../rendering/dead-letters';
import type { DeadLettersBody, DeadLettersChangedBody } from '../wire';
import type { Command } from './command';
import { pathOf } from './request';

/** As many of each queue as the API shows. */
const MOST = '100';

export const deadLetters: Command = async (api, { options: { queue, limit } }) => {
  const body = await api.get<DeadLettersBody>('/api/dead-letters', { queue, limit });
  return { body, lines: () => deadLetterLines(body) };
};

/** The API has no path for a single one: it is looked for among the oldest. */
export const deadLetter: Command = async (api, { names: [id], options: { queue } }) => {
  const { items } = await api.get<DeadLettersBody>('/api/dead-letters', { queue, limit: MOST });
  const body = items.find((letter) => letter.id === id);
  if (!body) {
    throw new StackError(`There is no dead letter ${id} among the ${MOST} oldest of each queue.`, [
      'See which there are: npm run ops -- dead-letters',
    ]);
  }
  return { body, lines: () => oneDeadLetterLines(body) };
};

export function changeDeadLetters(action: 'replay' | 'discard'): Command {
  return async (api, given) => {
    const {
      names: [queue = '', id],
      options: { all = false, note },
    } = given;
    expectOneWay(given, id !== undefined, all);
    const which = id === undefined ? { all } : { id };
    const body = await api.post<DeadLettersChangedBody>(pathOf('dead-letters', queue, action), { ...which, note });
    return { body, lines: () => changedLines(body) };
  };
}
