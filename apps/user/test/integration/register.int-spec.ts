import { eventually } from '@tradewind/testing';
import { RunningService } from './running-service';

const account = (name: string) => ({ email: `${name}@example.com`, password: 'correct horse', name });

describe('POST /api/auth/register', () => {
  let service: RunningService;

  beforeAll(async () => (service = await RunningService.start()), 60_000);
  afterAll(() => service.stop(), 60_000);

  it('answers 201 with the profile and nothing else', async () => {
    const { body } = await service.post('auth/register', { ...account('Yash'), email: 'Yash@Example.com' }).expect(201);
    expect(body).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      email: 'yash@example.com',
      name: 'Yash',
      role: 'CUSTOMER',
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    });
  });

  it('writes user.registered to the outbox and sends it', async () => {
    const { body } = await service
      .post('auth/register', account('told'))
      .set('x-correlation-id', 'shop-visit-1')
      .expect(201);
    const find = () =>
      service.database.query<{ body: Record<string, unknown>; sent_at: Date | null }>(
        `SELECT body, sent_at FROM outbox_messages WHERE body->>'subject' = $1`,
        [body.id],
      );
    const messages = await find();
    expect(messages).toHaveLength(1);
    expect(messages[0]?.body).toMatchObject({
      type: 'user.registered.v1',
      source: '/user',
      correlationid: 'shop-visit-1',
      data: { user_id: body.id, email: 'told@example.com', name: 'told' },
    });
    await eventually(async () => expect((await find())[0]?.sent_at).not.toBeNull());
  });

  it('refuses an address that is taken, in any mix of capitals', async () => {
    await service.post('auth/register', account('taken')).expect(201);
    const again = { ...account('taken'), email: 'TAKEN@example.com' };
    const { body } = await service
      .post('auth/register', again)
      .expect(409)
      .expect('content-type', /problem\+json/);
    expect(body).toMatchObject({ code: 'user.email-taken', status: 409, type: '/problems/user.email-taken' });
  });

  it('opens one account when the same address registers ten times at once', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => service.post('auth/register', account('race'))));
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([201, ...Array<number>(9).fill(409)]);
    const told = await service.database.query(
      `SELECT id FROM outbox_messages WHERE body->'data'->>'email' = 'race@example.com'`,
    );
    expect(told).toHaveLength(1);
  });

  it.each([
    ['email', { ...account('x'), email: 'not an address' }],
    ['email', { ...account('x'), email: undefined }],
    ['email', { ...account('x'), email: ['x@example.com'] }],
    ['email', { ...account('x'), email: '"a\nb"@example.com' }],
    ['email', { ...account('x'), email: '\ud800@example.com' }],
    ['email', { ...account('x'), email: 'x\u200b@example.com' }],
    ['email', { ...account('x'), email: 'x\u202e@example.com' }],
    ['password', { ...account('x'), password: 'short' }],
    ['password', { ...account('x'), password: 'ä'.repeat(37) }],
    ['password', { ...account('x'), password: 12345678 }],
    ['password', { ...account('x'), password: 'half a pair \ud800' }],
    ['name', { ...account('x'), name: '' }],
    ['name', { ...account('x'), name: '   ' }],
    ['name', { ...account('x'), name: 'n'.repeat(101) }],
    ['name', { ...account('x'), name: 'two\nlines' }],
    ['name', { ...account('x'), name: 'nul\0' }],
    ['name', { ...account('x'), name: 'half a pair \ud800' }],
    ['role', { ...account('x'), role: 'ADMIN' }],
  ])('answers 400 and names the field %s: %j', async (field, sent) => {
    const { body } = await service.post('auth/register', sent).expect(400);
    expect(body.code).toBe('request.invalid');
    expect(body.errors).toEqual([{ field, message: expect.any(String) }]);
  });

  it.each(['null', '[]', '{', ''])('answers 400 to the body %j', async (sent) => {
    await service.post('auth/register', sent).expect(400);
  });
});
