import { settingNames } from './app-processes';

describe('the names in an env file', () => {
  it('are found on lines that are set and on lines that are commented out, but not in prose', () => {
    expect(settingNames('# The port.\nPORT=1\n# ADMIN_EMAIL=\n#LLM_PROVIDER=local\n# like a=b\n')).toEqual([
      'PORT',
      'ADMIN_EMAIL',
      'LLM_PROVIDER',
    ]);
  });
});
