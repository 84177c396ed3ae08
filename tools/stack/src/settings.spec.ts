import { mergeSettings, portSetting } from './settings';

describe('settings', () => {
  it('let the environment win over the .env file', () => {
    expect(mergeSettings({ A: 'file', B: 'file' }, { A: 'real' })).toEqual({ A: 'real', B: 'file' });
  });

  it('count an empty value as unset', () => {
    expect(mergeSettings({ A: 'file', B: '' }, { A: '' })).toEqual({ A: 'file' });
  });

  it('take ports only as numbers that ports can have', () => {
    expect(portSetting({ USER_PORT: '8101' }, 'USER_PORT')).toBe(8101);
    expect(portSetting({}, 'USER_PORT')).toBeUndefined();
    expect(() => portSetting({ USER_PORT: '70000' }, 'USER_PORT')).toThrow('USER_PORT is "70000"');
  });
});
