import { UnsupportedMediaTypeException } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** Nobody here unpacks a body; one that says it is packed would be read as if it were not. */
export function refusePacked({ headers }: FastifyRequest, _reply: FastifyReply, done: (error?: Error) => void): void {
  const isPlain = (headers['content-encoding'] ?? 'identity').toLowerCase() === 'identity';
  done(isPlain ? undefined : new UnsupportedMediaTypeException('The body must not be packed (Content-Encoding).'));
}
