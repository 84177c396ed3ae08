import { readArguments } from './args';

describe('the command line', () => {
  it('needs only a command', () => {
    expect(readArguments(['up'], '/shop/.local')).toEqual({
      command: 'up',
      home: '/shop/.local',
      app: undefined,
      freePorts: false,
      json: false,
      signsIn: '60',
    });
  });

  it('takes another home, one app, and free ports', () => {
    const given = readArguments(['servers', '--home', '/tmp/x', '--app', 'order', '--free-ports'], '/shop/.local');
    expect(given).toMatchObject({ command: 'servers', home: '/tmp/x', app: 'order', freePorts: true });
    expect(readArguments(['logs', '--json'], '/shop/.local').json).toBe(true);
  });

  it.each([[[]], [['fly']], [['up', 'down']], [['up', '--fast']]])('refuses %j', (argv: string[]) => {
    expect(() => readArguments(argv, '/shop/.local')).toThrow();
  });
});
