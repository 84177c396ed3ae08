import { eventually } from '@tradewind/testing';
import { once } from 'node:events';
import { get, type Server } from 'node:http';
import { addressOf, ECHO_STREAM, startEcho, stop } from '../../edge/echo';
import { send } from '../../edge/http';
import { parseDeclaration } from '../declaration/declaration';
import { GatewayMetrics } from '../metrics';
import { StandIn } from '../server';
import { statusServer } from '../status';
import { aFile, limitOf } from '../test/file';

const ALL = { status_code_metrics: true, latency_metrics: true, bandwidth_metrics: true };

describe('The numbers of the gateway', () => {
  const open: { close(): unknown }[] = [];
  let base: URL;
  let status: URL;

  async function serve(plugins: readonly unknown[], limit = 1000): Promise<void> {
    const [upstream, metrics] = [await startEcho('127.0.0.1', 0), new GatewayMetrics()];
    const file = aFile({ service: { url: `${addressOf(upstream).origin}/` }, plugins: [...plugins, limitOf(limit)] });
    const options = { logLevel: 'silent', errorType: 'text/plain', metrics } as const;
    const gateway: StandIn = new StandIn(parseDeclaration(file), options);
    base = await gateway.listen('127.0.0.1', 0);
    const listener: Server = statusServer(metrics).listen(0, '127.0.0.1');
    await once(listener, 'listening');
    status = addressOf(listener);
    open.push({ close: () => gateway.close() }, { close: () => stop(upstream) }, { close: () => stop(listener) });
  }
  afterEach(async () => {
    for (const one of open.splice(0)) await one.close();
  });

  const prometheus = (config: object = ALL) => ({ name: 'prometheus', config });
  const text = async () => (await send(status, { path: '/metrics' })).text;
  const series = async (name: string) => (await text()).split('\n').filter((line) => line.startsWith(name));

  it('tell requests apart by service, route, code, and whose answer it was', async () => {
    await serve([prometheus()], 2);
    for (let n = 0; n < 3; n++) await send(base, { path: '/a' });
    const place = 'service="s",route="r",workspace="default"';
    await eventually(async () =>
      expect(await series('kong_http_requests_total')).toEqual([
        `kong_http_requests_total{${place},code="200",source="service",consumer=""} 2`,
        `kong_http_requests_total{${place},code="429",source="kong",consumer=""} 1`,
      ]),
    );
    expect(await text()).toContain(`kong_request_latency_ms_count{${place}} 3`);
    expect(await text()).toContain(`kong_upstream_latency_ms_count{${place}} 2`);
    expect(await text()).toContain(`kong_kong_latency_ms_count{${place}} 3`);
  });

  it('count the bytes of each request, also on a connection that was used before', async () => {
    await serve([prometheus()]);
    const body = 'x'.repeat(10_000);
    for (let n = 0; n < 2; n++) await send(base, { path: '/a', method: 'POST', body });
    await eventually(async () => {
      const bytes = new Map(
        (await series('kong_bandwidth_bytes')).map((line) => [
          /direction="(\w+)"/.exec(line)![1],
          Number(line.split(' ').pop()),
        ]),
      );
      expect(bytes.get('ingress')).toBeGreaterThan(20_000);
      expect(bytes.get('ingress')).toBeLessThan(22_000);
      expect(bytes.get('egress')).toBeGreaterThan(200);
      expect(bytes.get('egress')).toBeLessThan(5_000);
    });
  });

  it('count a client that leaves, and nothing of what has no route', async () => {
    await serve([prometheus()]);
    await send(base, { path: '/nowhere' });
    const leaving = get(new URL('/a', base), { headers: { [ECHO_STREAM]: '1' } }, () => leaving.destroy());
    leaving.on('error', () => undefined);
    await eventually(async () => {
      const requests = await series('kong_http_requests_total');
      expect(requests).toHaveLength(1);
      expect(requests[0]).toContain('code="200"');
    });
  });

  it('have only the groups that are switched on', async () => {
    await serve([prometheus({ status_code_metrics: true })]);
    await send(base, { path: '/a' });
    await eventually(async () => expect(await series('kong_http_requests_total')).toHaveLength(1));
    expect(await series('kong_bandwidth_bytes')).toEqual([]);
    expect(await series('kong_request_latency_ms')).toEqual([]);
  });

  it('are not there without the plugin, but the listener is', async () => {
    await serve([]);
    await send(base, { path: '/a' });
    expect(await series('kong_http_requests_total')).toEqual([]);
    expect(await series('kong_node_info')).toHaveLength(1);
    expect(await send(status, { path: '/status' })).toMatchObject({ status: 200 });
    expect(await send(status, { path: '/status/ready' })).toMatchObject({ status: 200 });
    expect(await send(status, { path: '/a' })).toMatchObject({ status: 404 });
  });
});
