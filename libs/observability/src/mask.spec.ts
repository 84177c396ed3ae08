import { pino } from 'pino';
import { logOptions } from './log-options';
import { mask } from './mask';

const TOKEN = 'eyJhbGciOiJSUzI1NiIsImtpZCI6ImsifQ.eyJzdWIiOiJ1LTEifQ.c2lnbmF0dXJl-_1';

/** What a service would write for this. */
function written(fields: object, message = 'done'): string {
  const lines: string[] = [];
  pino(logOptions('order', 'info'), { write: (line) => void lines.push(line) }).info(fields, message);
  return lines.join('');
}

describe('a log line', () => {
  it('names no secret and no address, however deep it lies', () => {
    const secrets = {
      authorization: `Bearer ${TOKEN}`,
      cookie: 'session=abc123',
      password: 'correct "horse" battery',
      password_hash: '$2b$11$abcdefg',
      token: TOKEN,
      access_token: TOKEN,
      refreshToken: 'rt-4711',
      refresh_token: 'rt-4712',
      email: 'ada@example.com',
    };
    const line = written({ ...secrets, req: { headers: { ...secrets, 'set-cookie': 'a=b' }, list: [{ ...secrets }] } });
    for (const secret of [TOKEN, 'abc123', 'horse', '$2b$', 'rt-47', 'ada', 'example.com', 'a=b']) {
      expect(line).not.toContain(secret);
    }
    const { req } = JSON.parse(line) as { req: { list: object[] } };
    expect(req.list[0]).toMatchObject({ password: '[redacted]', email: '[e-mail]', refresh_token: '[redacted]' });
  });

  it.each([
    ['Bob.O+x@mail.example.co.uk was here', '[e-mail] was here'],
    ['first line\nbob@example.com', 'first line\n[e-mail]'],
    ['"bob@example.com" and <eve@example.com>', '"[e-mail]" and <[e-mail]>'],
    ['GET /api/orders/user/bob%40example.com 200', 'GET /api/orders/user/[e-mail] 200'],
    ['GET /api/orders/user/bob%2540example.com 404', 'GET /api/orders/user/[e-mail] 404'],
    ['admin@localhost logs in', '[e-mail] logs in'],
    ['jörg@straße.de', '[e-mail]'],
    [`refused: ${TOKEN}!`, 'refused: [redacted]!'],
    ['Authorization: Bearer abcdefgh1234', 'Authorization: Bearer [redacted]'],
    ['GET /x?token=abc&page=2', 'GET /x?token=[redacted]&page=2'],
    ['body was {"password":"a \\"b\\" c","name":"x"}', 'body was {"password":"[redacted]","name":"x"}'],
    ['connect amqp://user:secret@host:5672/vhost', 'connect amqp://user:[redacted]@host:5672/vhost'],
  ])('hides it in a message: %j', (message, shown) => {
    expect((JSON.parse(written({}, message)) as { message: string }).message).toBe(shown);
  });

  it.each([
    'at Object.<anonymous> (node_modules/@nestjs/core/injector.js:12:3)',
    'pm_card_visa was accepted; npm@10.2.3 is there; a tokenizer and a password policy',
    'Message 01a1 from order.replies failed (attempt 2), again in 2040 ms',
    'back\\slash \u001b[1mbold\u0000 "quoted" @ home',
  ])('leaves alone what is none: %j', (message) => {
    expect(JSON.parse(written({ method: 'pm_card_visa' }, message))).toMatchObject({ message, method: 'pm_card_visa' });
  });

  it('stays short work however long it is', () => {
    const long = JSON.stringify({ text: `${'a'.repeat(200_000)} @ ${'b.'.repeat(50_000)}` });
    const begun = Date.now();
    expect(mask(long)).toBe(long);
    expect(Date.now() - begun).toBeLessThan(5_000);
  });
});
