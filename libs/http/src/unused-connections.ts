import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Watches a server for connections on which nothing has been asked yet. Browsers, balancers and connection pools hold such
 * ones ready; a server that closes would wait for them until their first request is overdue, a minute by default.
 *
 * @returns what ends them; to be called when the server is about to close
 */
export function watchUnusedConnections(server: Server): () => void {
  const unused = new Set<Socket>();
  server.on('connection', (socket) => {
    unused.add(socket);
    socket.once('close', () => unused.delete(socket));
  });
  server.on('request', ({ socket }) => unused.delete(socket));
  return () => {
    for (const socket of unused) socket.destroy();
  };
}
