import { command } from '@tradewind/contracts';
import { MemoryMetrics, MemoryUnitOfWork } from '@tradewind/testing';
import { saga, send } from './definition';
import { Answer, SagaInstance } from './instance';
import { MAX_ATTEMPTS, SagaMachine, Transition } from './machine';
import { OpenSagas, SagaStore } from './ports';
import { SagaMetrics } from './saga-metrics';

class Parcel {
  readonly parcel!: string;
}
const about = (s: Parcel) => ({ parcel: s.parcel });
const carrierCommand = (verb: string) =>
  command({
    type: `carrier.${verb}.v1`,
    payload: Parcel,
    done: { type: `carrier.${verb}-done.v1` },
    refused: { type: `carrier.${verb}-refused.v1`, codes: ['carrier.closed'] },
  });
const delivery = saga<Parcel>('delivery', { version: 1, subject: (s) => s.parcel })
  .step('fetch', {
    do: send(carrierCommand('fetch'), about),
    within: '10s',
    undo: send(carrierCommand('bring'), about),
  })
  .pivot('hand over', { do: send(carrierCommand('hand'), about), within: '10s' })
  .done();

const START = new Date('2026-01-01T12:00:00Z');

/** A delivery under way; each call happens so many seconds after the start. */
function aDelivery(open: OpenSagas[] = []) {
  const metrics = new MemoryMetrics();
  const unitOfWork = new MemoryUnitOfWork();
  const store = { countOpen: async () => open } as unknown as SagaStore;
  const watching = new SagaMetrics(metrics, unitOfWork, store, [delivery]);
  const machine = new SagaMachine(delivery);
  let instance: SagaInstance<Parcel>;
  const tell = async (next: Transition<Parcel>, sentAt: Date | null) => {
    await unitOfWork.run(async () => watching.changed(next.instance, next.history, sentAt));
    instance = next.instance;
  };
  const at = (seconds: number) => new Date(START.getTime() + seconds * 1_000);
  const goOn = (decide: (now: Date) => Transition<Parcel>, seconds: number) =>
    tell(decide(at(seconds)), machine.sentAt(instance));
  return {
    metrics,
    begin: () => tell(machine.begin(newDelivery(), START), null),
    hears: (outcome: Answer['outcome'], seconds: number) =>
      goOn((now) => {
        const more = { data: {}, refusal: { code: 'carrier.closed', detail: '' }, detail: '' };
        const answer = { commandId: instance.awaiting!, type: 'carrier', outcome, ...more } as Answer;
        return machine.answer(instance, answer, now);
      }, seconds),
    expires: (seconds: number) => goOn((now) => machine.expire(instance, now), seconds),
    steps: () => metrics.series('saga_step_duration_seconds_sum'),
    grown: (prefix: string) => metrics.series(prefix).filter((line) => !line.endsWith(' 0')),
  };
}

function newDelivery(): SagaInstance<Parcel> {
  return {
    id: 'd-1',
    definition: 'delivery',
    version: 1,
    subject: 'p-1',
    state: { parcel: 'p-1' },
    status: 'RUNNING',
    step: 'fetch',
    direction: 'do',
    awaiting: null,
    attempts: 0,
    deadline: null,
    context: { correlationId: 'c-1', traceparent: '' },
    startedAt: START,
    endedAt: null,
  };
}

describe('the numbers of sagas', () => {
  it('count a saga when it begins and when it ends, and measure each step from its command to its answer', async () => {
    const { begin, hears, steps, grown } = aDelivery();
    await begin();
    await hears('done', 2);
    await hears('done', 5);
    expect(steps()).toEqual([
      'saga_step_duration_seconds_sum{definition=delivery,step=fetch,action=do,outcome=done} 2',
      'saga_step_duration_seconds_sum{definition=delivery,step=hand over,action=do,outcome=done} 3',
    ]);
    expect(grown('sagas_')).toEqual([
      'sagas_started_total{definition=delivery} 1',
      'sagas_ended_total{definition=delivery,outcome=completed} 1',
    ]);
    expect(grown('saga_duration_seconds_sum')).toEqual([
      'saga_duration_seconds_sum{definition=delivery,outcome=completed} 5',
    ]);
  });

  it('tell what was undone, and why', async () => {
    const { begin, hears, expires, steps, grown } = aDelivery();
    await begin();
    await expires(11);
    await hears('done', 12);
    expect(steps()).toEqual([
      'saga_step_duration_seconds_sum{definition=delivery,step=fetch,action=do,outcome=timed-out} 11',
      'saga_step_duration_seconds_sum{definition=delivery,step=fetch,action=undo,outcome=done} 1',
    ]);
    expect(grown('sagas_ended')).toEqual(['sagas_ended_total{definition=delivery,outcome=compensated} 1']);
  });

  it('count a saga that begins to wait for a person', async () => {
    const { begin, hears, expires, grown } = aDelivery();
    await begin();
    await hears('done', 1);
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) await expires(attempt * 11);
    expect(grown('sagas_parked')).toEqual(['sagas_parked_total{definition=delivery,step=hand over} 1']);
    expect(grown('sagas_ended')).toEqual([]);
  });

  it('say nothing of what was rolled back', async () => {
    const unitOfWork = new MemoryUnitOfWork();
    const metrics = new MemoryMetrics();
    const watching = new SagaMetrics(metrics, unitOfWork, {} as SagaStore, [delivery]);
    const { instance, history } = new SagaMachine(delivery).begin(newDelivery(), START);
    const failing = unitOfWork.run(async () => {
      watching.changed(instance, history, null);
      throw new Error('rolled back');
    });
    await expect(failing).rejects.toThrow('rolled back');
    expect(metrics.series('sagas_started')).toEqual(['sagas_started_total{definition=delivery} 0']);
  });

  it('tell what is open, with 0 where nothing is', async () => {
    const group = { definition: 'delivery', oldestAgeSeconds: 90 };
    const { metrics } = aDelivery([
      { ...group, status: 'RUNNING', count: 3, overdue: 1 },
      { ...group, status: 'NEEDS_ATTENTION', count: 1, oldestAgeSeconds: 600, overdue: 0 },
    ]);
    expect((await metrics.read('sagas_open')).map(({ labels, value }) => [labels['status'], value])).toEqual([
      ['RUNNING', 3],
      ['COMPENSATING', 0],
      ['NEEDS_ATTENTION', 1],
    ]);
    const oldest = { labels: { definition: 'delivery' }, value: 600 };
    expect(await metrics.read('sagas_oldest_open_age_seconds')).toEqual([oldest]);
    expect(await metrics.read('sagas_overdue')).toEqual([{ labels: {}, value: 1 }]);
  });
});
