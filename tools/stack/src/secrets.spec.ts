import { completeSecrets } from './secrets';

describe('generated secrets', () => {
  it('makes a different one for every use', () => {
    const { databasePasswords, ...others } = completeSecrets({}, ['user', 'order']);
    const all = [...Object.values(others), ...Object.values(databasePasswords)];
    expect(new Set(all).size).toBe(11);
  });

  it('needs no escaping in a URL', () => {
    const { postgresPassword } = completeSecrets({}, []);
    expect(postgresPassword).toBe(encodeURIComponent(postgresPassword));
  });

  it('keeps what was made before and adds only what a new service needs', () => {
    const before = completeSecrets({}, ['user'], () => 'old');
    const after = completeSecrets(before, ['user', 'order'], () => 'new');
    expect(after).toEqual({ ...before, databasePasswords: { user: 'old', order: 'new' } });
  });
});
