import { RunningService } from './running-service';

describe('sessions, while Redis is away', () => {
  let service: RunningService;

  beforeAll(async () => (service = await RunningService.start({ REDIS_URL: 'redis://127.0.0.1:1' })), 60_000);
  afterAll(() => service.stop(), 60_000);

  it('open, go on and end, and their access tokens are good until they expire', async () => {
    const yash = await service.customer('Yash');
    const { body: next } = await service.post('auth/refresh', { refresh_token: yash.refresh_token }).expect(200);
    await service.post('auth/logout', { refresh_token: next.refresh_token }, next.access_token).expect(204);
    await service.post('auth/refresh', { refresh_token: next.refresh_token }).expect(401);
    await service.get('users/me', next.access_token).expect(200);
  });

  it('do not make the service less ready', () => service.http().get('/health/ready').expect(200));
});
