import type { Socket } from 'node:net';

interface Traffic {
  received: number;
  sent: number;
}

const soFar = new WeakMap<Socket, Traffic>();

/** What has passed on a connection since this was asked last: the bytes of one request after the other. */
export function bytesOf(socket: Socket): Traffic {
  const before = soFar.get(socket) ?? { received: 0, sent: 0 };
  const now = { received: socket.bytesRead, sent: socket.bytesWritten };
  soFar.set(socket, now);
  return { received: now.received - before.received, sent: now.sent - before.sent };
}
