import { type AddressInfo, createServer, type Server } from 'node:net';
import { listenerOn, listeningSockets } from './listeners';

const TABLE = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1F40 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 4711 1 0000000000000000 100 0 0 10 0
   1: 0100007F:1F40 0100007F:C001 01 00000000:00000000 00:00000000 00000000  1000        0 4712 1 0000000000000000 100 0 0 10 0
   2: 0100007F:C001 0100007F:1F40 01 00000000:00000000 00:00000000 00000000  1000        0 4713 1 0000000000000000 100 0 0 10 0
`;

describe('Who listens on a port', () => {
  let server: Server;
  afterEach(() => server?.close());

  it('is read from the kernel, without those who are only connected', () => {
    expect(listeningSockets(TABLE, 8000)).toEqual(['4711']);
    expect(listeningSockets(TABLE, 8001)).toEqual([]);
  });

  it('is told with the name and the pid, and whether it is ours', async () => {
    server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    expect(listenerOn(port, new Set())).toEqual({
      who: expect.stringContaining(`(pid ${process.pid})`),
      ours: false,
    });
    expect(listenerOn(port, new Set([process.pid]))?.ours).toBe(true);
  });

  it('is nobody, where nobody does', async () => {
    server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    expect(listenerOn(port, new Set())).toBeUndefined();
  });
});
