import { once } from 'node:events';
import { createServer, get, type Server, type ServerResponse } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { watchUnusedConnections } from './unused-connections';

describe('connections on which nothing was asked', () => {
  let server: Server;
  let closeUnused: () => void;
  let answering: ServerResponse[];

  beforeEach(async () => {
    answering = [];
    server = createServer((_request, response) => void answering.push(response));
    closeUnused = watchUnusedConnections(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });

  const port = () => (server.address() as AddressInfo).port;
  const open = async (): Promise<Socket> => {
    const socket = connect(port(), '127.0.0.1');
    await Promise.all([once(socket, 'connect'), once(server, 'connection')]);
    return socket;
  };

  it('do not keep a server from closing', async () => {
    const socket = await open();
    closeUnused();
    server.close();
    await Promise.all([once(server, 'close'), once(socket, 'close')]);
  });

  it('are closed alone: what was asked is answered to its end', async () => {
    await open();
    const asked = get({ port: port(), host: '127.0.0.1', agent: false });
    await once(server, 'request');
    const closed = once(server, 'close');
    closeUnused();
    server.close();
    answering[0]!.end('done');
    const [answer] = (await once(asked, 'response')) as [NodeJS.ReadableStream];
    expect(await once(answer, 'data')).toEqual([Buffer.from('done')]);
    await closed;
  });
});
