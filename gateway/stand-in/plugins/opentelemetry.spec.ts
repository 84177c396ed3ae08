import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { eventually, OtlpReceiver } from '@tradewind/testing';
import { addressOf, stop } from '../../edge/echo';
import { send } from '../../edge/http';
import { parseDeclaration } from '../declaration/declaration';
import { StandIn } from '../server';
import { aFile } from '../test/file';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const CALLER = '00f067aa0ba902b7';

describe('Before a service that is traced, the stand-in', () => {
  let receiver: OtlpReceiver;
  let upstream: Server;
  let gateway: StandIn;
  let seen: IncomingHttpHeaders;

  async function serve(samplingRate: number): Promise<void> {
    receiver = await OtlpReceiver.listen();
    upstream = createServer((request, response) => {
      seen = request.headers;
      response.writeHead(201).end();
    });
    await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
    const config = {
      traces_endpoint: `${receiver.endpoint}/v1/traces`,
      sampling_rate: samplingRate,
      resource_attributes: { 'service.name': 'gateway' },
    };
    const file = aFile({
      service: { url: `${addressOf(upstream).origin}/base` },
      plugins: [{ name: 'opentelemetry', config }],
    });
    gateway = new StandIn(parseDeclaration(file), { logLevel: 'silent', errorType: 'text/plain' });
    await gateway.listen('127.0.0.1', 0);
  }
  afterEach(async () => {
    await gateway.close();
    await stop(upstream);
    await receiver.close();
  });

  async function traceparentAfter(traceparent?: string): Promise<string[]> {
    const headers: [string, string][] = traceparent === undefined ? [] : [['traceparent', traceparent]];
    await send(addressOf(gateway.server), { path: '/a?secret=1', method: 'POST', headers, body: 'x' });
    return String(seen['traceparent']).split('-');
  }

  it('goes on with the trace of the client, and puts its own span in between', async () => {
    await serve(1);
    const [, trace, span, flags] = await traceparentAfter(`00-${TRACE}-${CALLER}-01`);
    expect([trace, flags]).toEqual([TRACE, '01']);
    expect(span).not.toBe(CALLER);
    const [sent] = await eventually(async () => {
      const spans = receiver.trace(TRACE);
      expect(spans).toHaveLength(1);
      return spans;
    });
    expect(sent).toMatchObject({
      ...{ spanId: span, parentSpanId: CALLER, kind: 'server', service: 'gateway', failed: false },
      attributes: { 'http.method': 'POST', 'http.route': 'r', 'http.status_code': 201 },
    });
    expect(JSON.stringify(sent)).not.toContain('secret');
  });

  it.each([undefined, 'nonsense', `00-${'0'.repeat(32)}-${CALLER}-01`])(
    'begins a trace where there is none to go on with: %s',
    async (sent) => {
      await serve(1);
      const [, trace, , flags] = await traceparentAfter(sent);
      expect(trace).toMatch(/^(?!0{32})[0-9a-f]{32}$/);
      expect(flags).toBe('01');
    },
  );

  it('records no trace that the client does not record, and none that the rate leaves out', async () => {
    await serve(0.5);
    const half = (first: string): string => `${'00'.repeat(7)}${first}${TRACE.slice(16)}`;
    expect((await traceparentAfter(`00-${half('01')}-${CALLER}-00`))[3]).toBe('00');
    expect((await traceparentAfter(`00-${half('7f')}-${CALLER}-01`))[3]).toBe('01');
    expect((await traceparentAfter(`00-${half('80')}-${CALLER}-01`))[3]).toBe('00');
  });
});
