import { UnexpectedAnswer } from './http';

const adviceFor = (body: unknown): string[] =>
  new UnexpectedAnswer('GET /x', 400, typeof body === 'string' ? body : JSON.stringify(body)).advice;

describe('an answer that nobody expected', () => {
  it('says why, and which fields are wrong', () => {
    const errors = [{ field: 'limit', message: 'limit must not be greater than 100' }];
    expect(adviceFor({ code: 'request.invalid', detail: 'The request is not valid.', errors })).toEqual([
      'request.invalid: The request is not valid.',
      'limit: limit must not be greater than 100',
    ]);
  });

  it('is shown as it came where it is no problem document, on one line that moves no cursor', () => {
    expect(adviceFor('Bad \u001b[2J\n gateway\n')).toEqual(['Bad ?[2J gateway']);
  });
});
