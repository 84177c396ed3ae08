import { type Ask, type Http, UnexpectedAnswer } from '../shared/http';
import { forgetToken, keptToken, newToken } from './admin-token';
import type { Place } from './place';

/** Values of a query; those that are undefined are left out. */
export type Query = Readonly<Record<string, string | undefined>>;

/** What commands need of it. */
export type Api = Pick<AdminApi, 'get' | 'post'>;

/** The API through the gateway, as its ADMIN. */
export class AdminApi {
  constructor(private readonly place: Place) {}

  get<T>(path: string, query: Query = {}, ask: Ask = {}): Promise<T> {
    return this.asAdmin(async (http) => (await http.get<T>(`${path}${queryText(query)}`, ask)).body);
  }

  post<T>(path: string, body: unknown): Promise<T> {
    return this.asAdmin(async (http) => (await http.post<T>(path, { body })).body);
  }

  /** A kept token may be refused all the same, after the system was set up anew: then a new one is fetched. */
  private async asAdmin<T>(work: (http: Http) => Promise<T>): Promise<T> {
    const kept = keptToken(this.place);
    if (kept === undefined) return work(this.with(await newToken(this.place)));
    try {
      return await work(this.with(kept));
    } catch (error) {
      if (!(error instanceof UnexpectedAnswer) || error.status !== 401) throw error;
      forgetToken(this.place);
      return work(this.with(await newToken(this.place)));
    }
  }

  private with(token: string): Http {
    return this.place.gateway.withToken(token);
  }
}

function queryText(query: Query): string {
  const given = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return given.length === 0 ? '' : `?${new URLSearchParams(given).toString()}`;
}
