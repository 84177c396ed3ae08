import { type Given, expectOneWay, readArguments } from './arguments';

const given = (line: string): Given | undefined => readArguments(line.split(' '));

describe('the command line of operators', () => {
  it('needs only a command', () => {
    expect(given('sagas')).toEqual({ command: 'sagas', names: [], options: {}, json: false, home: undefined });
  });

  it('takes what a command is about, its options, and how to show the answer', () => {
    expect(readArguments(['retry', '--step', 'commit stock', '--note', 'stock is back', '--json'])).toMatchObject({
      command: 'retry',
      options: { step: 'commit stock', note: 'stock is back' },
      json: true,
    });
    expect(given('replay order.replies m-1 --home /srv/shop')).toMatchObject({
      names: ['order.replies', 'm-1'],
      home: '/srv/shop',
    });
  });

  it.each([[[]], [['help']], [['--help']], [['sagas', '-h']]])(
    'explains itself when it is given %j',
    (argv: string[]) => {
      expect(readArguments(argv)).toBeUndefined();
    },
  );

  it('says which commands there are when it does not know one', () => {
    expect(() => given('fly')).toThrow('There is no command "fly".');
  });

  it.each([
    ['sagas --fast', "Unknown option '--fast'"],
    ['sagas --note x', 'sagas knows no --note.'],
    ['replay order.replies --step x', 'replay knows no --step.'],
    ['saga', 'saga needs to know which.'],
    ['saga a b', 'saga does not understand "b".'],
    ['saga ', 'An argument of saga is empty.'],
  ])('refuses %j rather than doing something else', (line, why) => {
    expect(() => given(line)).toThrow(why);
  });

  it('shows how a command is used that was not understood', () => {
    expect(() => given('saga')).toThrow(
      expect.objectContaining({ advice: ['Usage: npm run ops -- saga <saga id>'] }) as Error,
    );
  });
});

describe('what a command is to act on', () => {
  const retry = given('retry')!;

  it('is said in exactly one way', () => {
    expect(() => expectOneWay(retry, false, true, false)).not.toThrow();
    expect(() => expectOneWay(retry, false, false, false)).toThrow('retry needs to know which.');
    expect(() => expectOneWay(retry, true, true, false)).toThrow('one way to say which, and was given 2');
  });
});
