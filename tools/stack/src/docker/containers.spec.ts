import { containersOf, isDone, isReady } from './containers';
import type { Run } from './run';

const inspected = (service: string, state: object, labels: object = {}): object => ({
  Id: `id-${service}`,
  RestartCount: 2,
  State: { Status: 'running', ExitCode: 0, Pid: 7, ...state },
  Config: {
    Labels: {
      'com.docker.compose.service': service,
      'com.docker.compose.project.working_dir': '/shop',
      ...labels,
    },
  },
});

const engine =
  (...all: object[]): Run =>
  ([, command]) => ({
    ok: true,
    stdout: command === 'ps' ? all.map((_, i) => i).join('\n') : JSON.stringify(all),
    complaint: '',
  });

describe('the containers of the system', () => {
  it('are told with what the engine knows of them', () => {
    const [order] = containersOf('shop', engine(inspected('order', { Health: { Status: 'healthy' } })));
    expect(order).toEqual({
      ...{ id: 'id-order', service: 'order', status: 'running', health: 'healthy' },
      ...{ exitCode: 0, pid: 7, restarts: 2, workingDir: '/shop' },
    });
  });

  it('leave out what was run once by hand', () => {
    const oneOff = inspected('prepare', {}, { 'com.docker.compose.oneoff': 'True' });
    expect(containersOf('shop', engine(oneOff))).toEqual([]);
  });

  it('are ready when healthy, or running where nothing checks', () => {
    const states = [
      { Health: { Status: 'healthy' } },
      {},
      { Health: { Status: 'starting' } },
      { Status: 'restarting' },
    ];
    const all = containersOf('shop', engine(...states.map((state, i) => inspected(`s${i}`, state))));
    expect(all.map(isReady)).toEqual([true, true, false, false]);
  });

  it('are done when they ended well', () => {
    const states = [{ Status: 'exited' }, { Status: 'exited', ExitCode: 1 }, {}];
    const all = containersOf('shop', engine(...states.map((state, i) => inspected(`s${i}`, state))));
    expect(all.map(isDone)).toEqual([true, false, false]);
  });
});
