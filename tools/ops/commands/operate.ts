import { expectOneWay } from '../arguments';
import { operatedLines } from '../rendering/sagas';
import { timelineLines } from '../rendering/timeline';
import type { SagaAction } from '../sagas';
import type { OperatedBody, TimelineBody } from '../wire';
import type { Command } from './command';
import { filterOf, pathOf } from './request';

/** Does one of the actions with one saga, or with all that a filter finds. */
export function operate(action: SagaAction): Command {
  return async (api, given) => {
    const {
      names: [id],
      options: { all = false, note },
    } = given;
    const filter = filterOf(given);
    expectOneWay(given, id !== undefined, Object.keys(filter).length > 0, all);
    if (id !== undefined) {
      const body = await api.post<TimelineBody>(pathOf('sagas', id, action), { note });
      return { body, lines: () => timelineLines(body) };
    }
    const body = await api.post<OperatedBody>(pathOf('sagas', action), { ...filter, ...(all ? { all } : {}), note });
    const refused = body.items.some(({ outcome }) => outcome === 'refused');
    return { body, lines: () => operatedLines(action, body), refused };
  };
}
