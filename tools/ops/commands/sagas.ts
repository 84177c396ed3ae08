import type { Api } from '../api';
import type { Given } from '../arguments';
import { sagaLines } from '../rendering/sagas';
import { timelineLines } from '../rendering/timeline';
import type { PageBody, SagaBody, TimelineBody } from '../wire';
import type { Command } from './command';
import { type SagaFilter, filterOf, pathOf } from './request';

const LARGEST_PAGE = '100';

export const sagas: Command = async (api, given) => {
  const { status = 'NEEDS_ATTENTION', ...rest } = filterOf(given);
  const filter: SagaFilter = status === 'any' ? rest : { status, ...rest };
  const body = given.options.all ? await allPages(api, filter) : await page(api, filter, given);
  return { body, lines: () => sagaLines(body, filter.status) };
};

function page(api: Api, filter: SagaFilter, { options: { limit } }: Given): Promise<PageBody<SagaBody>> {
  return api.get('/api/sagas', { ...filter, limit });
}

async function allPages(api: Api, filter: SagaFilter): Promise<PageBody<SagaBody>> {
  const items: SagaBody[] = [];
  let cursor: string | undefined;
  do {
    const body = await api.get<PageBody<SagaBody>>('/api/sagas', { ...filter, limit: LARGEST_PAGE, cursor });
    items.push(...body.items);
    cursor = body.next_cursor ?? undefined;
  } while (cursor !== undefined);
  return { items, next_cursor: null };
}

export const saga: Command = async (api, { names: [id = ''] }) => {
  const body = await api.get<TimelineBody>(pathOf('sagas', id));
  return { body, lines: () => timelineLines(body) };
};

/** The service writes the text, and sees to it that it is harmless; a program gets the same as JSON. */
export const story: Command = async (api, { names: [id = ''], json }) => {
  const path = pathOf('orders', id, 'saga');
  if (json) return { body: await api.get<unknown>(path), lines: () => [] };
  const body = await api.get<string>(path, {}, { headers: { accept: 'text/plain' } });
  return { body, lines: () => [body.trimEnd()] };
};
