import { RunningService, Tokens } from './running-service';

const OLD = 'correct horse';
const NEW = 'battery staple';

jest.setTimeout(60_000); // each try costs a password hash

describe('POST /api/users/me/password', () => {
  let service: RunningService;

  beforeAll(async () => (service = await RunningService.start()), 60_000);
  afterAll(() => service.stop(), 60_000);

  const change = ({ access_token }: Tokens, current_password: string, new_password: string) =>
    service.post('users/me/password', { current_password, new_password }, access_token);
  const logIn = (email: string, password: string) => service.post('auth/login', { email, password });

  it('changes the password and ends every session, that of the caller too', async () => {
    const yash = await service.customer('Changed');
    const phone = await service.logIn(yash);
    await change(yash, OLD, NEW).expect(204);
    for (const { refresh_token } of [yash, phone]) await service.post('auth/refresh', { refresh_token }).expect(401);
    await logIn(yash.email, OLD).expect(401);
    await logIn(yash.email, NEW).expect(200);
  });

  it('answers 403 to a wrong current password, which is no reason to refresh a token', async () => {
    const yash = await service.customer('Mistaken');
    const { body, headers } = await change(yash, 'wrong horse', NEW).expect(403);
    expect(body.code).toBe('user.wrong-password');
    expect(headers).not.toHaveProperty('www-authenticate');
    await service.post('auth/refresh', { refresh_token: yash.refresh_token }).expect(200);
    await logIn(yash.email, OLD).expect(200);
  });

  it('answers 429 after five failures, and so does the login', async () => {
    const yash = await service.customer('Guessing');
    for (let i = 0; i < 5; i += 1) await change(yash, 'wrong horse', NEW).expect(403);
    const { body, headers } = await change(yash, OLD, NEW).expect(429);
    expect(body.code).toBe('auth.too-many-attempts');
    expect(Number(headers['retry-after'])).toBeGreaterThan(0);
    await logIn(yash.email, OLD).expect(429);
  });

  it('answers 422 to the password one has', async () => {
    const { body } = await change(await service.customer('Same'), OLD, OLD).expect(422);
    expect(body.code).toBe('user.password-unchanged');
  });

  it.each([
    ['current_password', { new_password: NEW }],
    ['current_password', { current_password: 7, new_password: NEW }],
    ['current_password', { current_password: 'x'.repeat(1_001), new_password: NEW }],
    ['new_password', { current_password: OLD }],
    ['new_password', { current_password: OLD, new_password: '1234567' }],
    ['new_password', { current_password: OLD, new_password: 'x'.repeat(73) }],
    ['new_password', { current_password: OLD, new_password: 'ä'.repeat(37) }],
    ['new_password', { current_password: OLD, new_password: 'nul\0nul\0' }],
    ['email', { current_password: OLD, new_password: NEW, email: 'other@example.com' }],
  ])('answers 400 and names %s', async (field, sent) => {
    const { access_token } = await service.logIn();
    const { body } = await service.post('users/me/password', sent, access_token).expect(400);
    expect(new Set((body.errors as { field: string }[]).map((error) => error.field))).toEqual(new Set([field]));
    expect(body.errors[0].message).toContain(field);
  });

  it('is done once when ten come at the same moment, and leaves no session of the old password', async () => {
    const yash = await service.customer('Crowd');
    const attempts = Array.from({ length: 10 }, (_, i) => change(yash, OLD, `${NEW} ${i}`));
    const logins = Array.from({ length: 5 }, () => logIn(yash.email, OLD));
    const [changes, opened] = await Promise.all([Promise.all(attempts), Promise.all(logins)]);
    expect(changes.filter(({ status }) => status === 204)).toHaveLength(1);
    expect(changes.filter(({ status }) => ![204, 403, 429].includes(status))).toEqual([]);
    for (const { body } of opened.filter(({ status }) => status === 200)) {
      await service.post('auth/refresh', { refresh_token: (body as Tokens).refresh_token }).expect(401);
    }
  });

  it('needs a token', () =>
    service.post('users/me/password', { current_password: OLD, new_password: NEW }).expect(401));
});
