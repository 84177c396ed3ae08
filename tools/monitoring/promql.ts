/** A query that is 0 where nothing has happened, so that its panel is not empty. */
export const orZero = (query: string): string => `${query} or on() vector(0)`;

/** The same for a query by one label. */
export const orNone = (query: string, label: string): string =>
  `${query} or on() label_replace(vector(0), "${label}", "none", "", "")`;

/** `p50`, `p95` and so on of a histogram, by labels. */
export function quantiles(
  which: readonly number[],
  buckets: string,
  by: readonly string[] = [],
): Record<string, string> {
  const labels = by.map((label) => `{{${label}}} `).join('');
  const rate = `sum by (${['le', ...by].join(', ')}) (rate(${buckets}[$__rate_interval]))`;
  return Object.fromEntries(which.map((q) => [`${labels}p${q * 100}`, `histogram_quantile(${q}, ${rate})`]));
}
