import { configuration, redisUrl } from './redis';

describe("Redis' settings", () => {
  const lines = configuration(6380, 'pw').split('\n');

  it('listen on this machine only', () => {
    expect(lines).toContain('bind 127.0.0.1');
    expect(lines).toContain('port 6380');
  });

  it('ask for the password that the address names', () => {
    expect(lines).toContain(`requirepass ${new URL(redisUrl(6380, 'pw')).password}`);
  });

  it('keep nothing on disk', () => {
    expect(lines).toEqual(expect.arrayContaining(['save ""', 'appendonly no']));
  });
});
