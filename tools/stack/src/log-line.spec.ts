import { jsonLine, prettyLine } from './log-line';

const IDS = {
  correlation_id: '01a1fd67-c8f3-70f7-bec7-51ae9e234fe0',
  trace_id: '62b22b3a9bf100007e9502d30a1ab7ec',
  order_id: '01a1fd67-c905-70bd-8eed-775cadfd6218',
};
const line = (fields: object): string =>
  JSON.stringify({ level: 'info', time: '2026-11-21T09:25:26.305Z', service: 'order', ...fields });

describe('a log line for people', () => {
  it('tells a request in a few words, and its ids short', () => {
    const request = { req: { method: 'POST', path: '/api/orders' }, res: { status: 201 }, responseTime: 12 };
    expect(prettyLine('order', line({ ...request, ...IDS, message: 'request completed' }))).toBe(
      '09:25:26.305 INFO  order     POST /api/orders 201 12 ms order=adfd6218 corr=9e234fe0 trace=0a1ab7ec',
    );
  });

  it('tells a request at the gateway in the same way', () => {
    const request = { method: 'GET', path: '/api/products', status: 200, ms: 3, route: 'products', client_ip: '::1' };
    expect(prettyLine('gateway', line({ ...request, request_id: 'f00', message: 'access' }))).toBe(
      '09:25:26.305 INFO  gateway   GET /api/products 200 3 ms route=products client_ip=::1',
    );
  });

  it('shows who says it, and the stack of an error', () => {
    const failed = {
      level: 'error',
      context: 'QueueConsumer',
      message: 'It failed',
      err: { stack: 'Error: x\n  at y' },
    };
    expect(prettyLine('order', line(failed))).toBe(
      '09:25:26.305 ERROR order     [QueueConsumer] It failed Error: x\n  at y',
    );
  });

  it('does not let what clients send move the cursor', () => {
    expect(prettyLine('order', line({ message: 'a\u001b[2Jb\u0007c\u009b1md' }))).toMatch(/ a\[2Jbc1md$/);
  });

  it('leaves alone what is no JSON', () => {
    expect(prettyLine('order', '--- starting node').trim()).toBe('order     --- starting node');
  });
});

describe('a log line for programs', () => {
  it('is the line itself, or becomes JSON', () => {
    expect(jsonLine('order', line({}))).toBe(line({}));
    expect(jsonLine('order', '{ broken')).toBe('{"service":"order","message":"{ broken"}');
  });
});
