import { exactly, list, optional, text } from './shape';

/** Fields that Kong has in every entity. */
export const ALWAYS = ['id', 'created_at', 'updated_at'] as const;

export const tags = optional(list(text(/^[^,/]+$/, 'must be a text without comma and slash')), []);

/** Notes to the reader, without effect. */
export const notes = {
  _comment: optional(text(/^/), undefined),
  _ignore: optional(
    list((value) => value),
    [],
  ),
};

export const protocols = optional(exactly('http', 'https'), undefined);
