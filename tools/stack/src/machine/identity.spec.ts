import { markedName, startTimeOf } from './identity';

const stat = (name: string, state: string) =>
  `4711 (${name}) ${state} 1 4711 4711 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 987654 1 2`;

describe('knowing a process again', () => {
  it('reads the start time behind a name with spaces and brackets in it', () => {
    expect(startTimeOf(stat('node (main) x', 'S'))).toBe('987654');
  });

  it('takes a zombie and a missing process for dead', () => {
    expect(startTimeOf(stat('node', 'Z'))).toBeUndefined();
    expect(startTimeOf(undefined)).toBeUndefined();
  });

  it('knows a process of ours by the marks in its environment', () => {
    const environ = 'PATH=/bin\0TRADEWIND_STACK_HOME=/shop/.local\0TRADEWIND_STACK_PROCESS=order\0';
    expect(markedName(environ, '/shop/.local')).toBe('order');
  });

  it('leaves the processes of another stack and of strangers alone', () => {
    const environ = 'TRADEWIND_STACK_HOME=/shop/.local/test\0TRADEWIND_STACK_PROCESS=order\0';
    expect(markedName(environ, '/shop/.local')).toBeUndefined();
    expect(markedName('PATH=/bin\0', '/shop/.local')).toBeUndefined();
    expect(markedName(undefined, '/shop/.local')).toBeUndefined();
  });
});
