import { num, readSettings, SettingsError, str } from '.';

const specs = {
  COLOUR: str({ choices: ['red', 'blue'], desc: 'the colour of the sails' }),
  MASTS: num({ desc: 'how many masts' }),
  FLAG: str({ default: 'none' }),
};

describe('settings', () => {
  it('are read once, with their types and defaults', () => {
    expect(readSettings(specs, { COLOUR: 'red', MASTS: '3' })).toMatchObject({ COLOUR: 'red', MASTS: 3, FLAG: 'none' });
  });

  it('name every problem at once, and what each setting is for', () => {
    const reading = (): unknown => readSettings(specs, { COLOUR: 'green' });
    expect(reading).toThrow(SettingsError);
    expect(reading).toThrow(/COLOUR: .*green.*\(the colour of the sails\)\n {2}MASTS: is not set \(how many masts\)$/);
  });
});
