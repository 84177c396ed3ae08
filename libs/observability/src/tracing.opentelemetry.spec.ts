import { tracing as sdk, node } from '@opentelemetry/sdk-node';
import { aboutOrder, currentContext, describeSpan, failSpan, inSpan, recordSpansWith } from '@tradewind/kernel';
import { OpenTelemetryTracing } from './tracing.opentelemetry';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const PARENT = '00f067aa0ba902b7';

describe('spans', () => {
  const exporter = new sdk.InMemorySpanExporter();
  const provider = new node.NodeTracerProvider({
    // Said here, because the settings of whoever runs the tests may be for another system.
    sampler: new sdk.ParentBasedSampler({ root: new sdk.AlwaysOnSampler() }),
    spanProcessors: [new sdk.SimpleSpanProcessor(exporter)],
  });

  beforeAll(() => {
    provider.register();
    recordSpansWith(new OpenTelemetryTracing());
  });
  afterEach(() => exporter.reset());
  afterAll(async () => {
    recordSpansWith(undefined);
    await provider.shutdown();
  });

  const context = (flags = '01') => ({ correlationId: 'c-1', traceparent: `00-${TRACE}-${PARENT}-${flags}` });
  const finished = () => new Map(exporter.getFinishedSpans().map((span) => [span.name, span]));

  it('hang below the span that a message or a row has kept, and are the parents of what they cause', async () => {
    const seen = await inSpan({ name: 'outer', kind: 'consumer' }, context(), async () => {
      describeSpan({ 'saga.step': 'reserve stock', 'saga.id': undefined });
      const outer = currentContext()!;
      await inSpan({ name: 'inner', kind: 'internal' }, outer, async () => aboutOrder('o-1'));
      return outer;
    });
    const [outer, inner] = [finished().get('outer')!, finished().get('inner')!];
    expect(outer.parentSpanContext).toMatchObject({ traceId: TRACE, spanId: PARENT, isRemote: true });
    expect(inner.parentSpanContext).toMatchObject({ traceId: TRACE, spanId: outer.spanContext().spanId });
    expect(inner.parentSpanContext?.isRemote).toBeFalsy();
    expect(seen).toEqual({ correlationId: 'c-1', traceparent: `00-${TRACE}-${outer.spanContext().spanId}-01` });
    expect([outer.attributes, inner.attributes]).toEqual([{ 'saga.step': 'reserve stock' }, { 'order.id': 'o-1' }]);
  });

  it('are not recorded below one that is not, and pass that on', async () => {
    const inside = await inSpan({ name: 'unseen', kind: 'producer' }, context('00'), async () => currentContext()!);
    expect(inside.traceparent).toMatch(new RegExp(`^00-${TRACE}-[0-9a-f]{16}-00$`));
    expect(finished().size).toBe(0);
  });

  it('begin a trace where there is none', async () => {
    await inSpan({ name: 'first', kind: 'internal', link: context().traceparent }, { correlationId: 'c-2' }, async () =>
      expect(currentContext()?.traceparent).not.toContain(TRACE),
    );
    expect(finished().get('first')?.parentSpanContext).toBeUndefined();
    expect(finished().get('first')?.links[0]?.context).toMatchObject({ traceId: TRACE, spanId: PARENT });
  });

  it('say what went wrong, whether the error leaves them or not, and name nobody', async () => {
    const failing = inSpan({ name: 'thrown', kind: 'internal' }, context(), () =>
      Promise.reject(new TypeError('no mail to ada@example.com')),
    );
    await expect(failing).rejects.toThrow('no mail');
    await inSpan({ name: 'handled', kind: 'internal' }, context(), async () => failSpan('timed out'));
    const ends = [...finished().values()].map(({ name, status, events }) => [
      name,
      status.message,
      events[0]?.attributes?.['exception.message'],
    ]);
    expect(ends).toEqual([
      ['thrown', 'TypeError', 'no mail to [e-mail]'],
      ['handled', 'Error', 'timed out'],
    ]);
  });
});
