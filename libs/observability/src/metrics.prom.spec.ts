import { PromMetrics } from './metrics.prom';

const metrics = (service = 'order') => new PromMetrics(service, 'abc123');

async function linesOf(from: PromMetrics, name: string): Promise<string[]> {
  const { text } = await from.exposition();
  return text.split('\n').filter((line) => line.startsWith(name));
}

describe('the numbers of a service', () => {
  it('name it, and tell what was built', async () => {
    const [line] = await linesOf(metrics(), 'build_info');
    expect(line).toMatch(/^build_info\{version="\d+\.\d+\.\d+",commit="abc123",node="v[\d.]+",service="order"\} 1$/);
  });

  it('include those of Node', async () => {
    const { text } = await metrics().exposition();
    expect(text).toContain('nodejs_eventloop_lag_seconds');
    expect(text).toContain('process_resident_memory_bytes');
  });

  it('are apart from those of another in the same process', async () => {
    const [order, user] = [metrics('order'), metrics('user')];
    for (const each of [order, user]) each.counter({ name: 'things_total', help: 'Things' });
    order.counter({ name: 'things_total', help: 'Things' }).add({});
    expect(await linesOf(order, 'things_total')).toEqual(['things_total{service="order"} 1']);
    expect(await linesOf(user, 'things_total')).toEqual(['things_total{service="user"} 0']);
  });

  it('are the same when they are asked for again', async () => {
    const all = metrics();
    const meaning = { name: 'things_total', help: 'Things', labels: ['colour'] } as const;
    all.counter(meaning).add({ colour: 'red' }, 2);
    all.counter(meaning).add({ colour: 'red' });
    expect(await linesOf(all, 'things_total')).toEqual(['things_total{colour="red",service="order"} 3']);
  });

  it('begin at 0 where they are known before anything happens', async () => {
    const all = metrics();
    all.counter({ name: 'things_total', help: 'Things', labels: ['colour'] }, [{ colour: 'red' }]);
    expect(await linesOf(all, 'things_total')).toEqual(['things_total{colour="red",service="order"} 0']);
  });
});

describe('a gauge', () => {
  it('has the values of now, and none of those before', async () => {
    const all = metrics();
    let colours = ['red', 'blue'];
    all.gauge({ name: 'things', help: 'Things', labels: ['colour'] }, () =>
      colours.map((colour) => ({ labels: { colour }, value: colours.length })),
    );
    expect(await linesOf(all, 'things')).toHaveLength(2);
    colours = ['blue'];
    expect(await linesOf(all, 'things')).toEqual(['things{colour="blue",service="order"} 1']);
  });

  it.each([
    ['cannot be read', () => Promise.reject(new Error('the database is away'))],
    ['is not read in time', () => new Promise<never>(() => undefined)],
  ])('has no value when it %s, and the others are there', async (_, read) => {
    const all = metrics();
    all.gauge({ name: 'broken', help: 'Broken' }, read);
    all.gauge({ name: 'sound', help: 'Sound' }, () => [{ labels: {}, value: 5 }]);
    expect(await linesOf(all, 'broken')).toEqual([]);
    expect(await linesOf(all, 'sound')).toEqual(['sound{service="order"} 5']);
  });
});
