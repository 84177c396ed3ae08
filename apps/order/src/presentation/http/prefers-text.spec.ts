import { prefersText } from './prefers-text';

describe('the Accept header of a story', () => {
  it.each([
    'text/plain',
    'text/*',
    'text/plain; charset=utf-8',
    'text/plain, application/json;q=0.9',
    'TEXT/PLAIN, */*;q=0.1',
  ])('asks for text with %p', (accept) => expect(prefersText(accept)).toBe(true));

  it.each([
    undefined,
    '',
    '*/*',
    'application/json',
    'application/json, text/plain',
    'text/plain;q=0',
    'text/html, */*',
    'nonsense',
  ])('asks for JSON with %p', (accept) => expect(prefersText(accept)).toBe(false));
});
