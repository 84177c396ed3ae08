import { createParamDecorator, ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { BlockList, isIP } from 'node:net';

/**
 * Whether a hop's X-Forwarded-For counts, for Fastify's `trustProxy`. Only the one that connects to us can be trusted, if
 * it is in the list: it has put the address that it saw itself at the end. What stands before that came from the client.
 *
 * @param proxies addresses and networks with commas between, such as `127.0.0.0/8,::1`; none for nobody
 * @throws Error if it is no such list
 */
export function nearestProxy(proxies: string): (address: string, hop: number) => boolean {
  const trusted = new BlockList();
  for (const entry of proxies.split(',').filter(Boolean)) add(trusted, entry.trim());
  return (address, hop) => hop === 0 && trusted.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

function add(trusted: BlockList, entry: string): void {
  const [, address = '', , bits] = /^([^/]+)(\/(\d{1,3}))?$/.exec(entry) ?? [];
  const version = isIP(address);
  const longest = version === 6 ? 128 : 32;
  const prefix = bits === undefined ? longest : Number(bits);
  if (version === 0 || prefix > longest) throw new Error(`"${entry}" is no address or network such as 10.0.0.0/8`);
  trusted.addSubnet(address, prefix, version === 6 ? 'ipv6' : 'ipv4');
}

/** The address that a request comes from, as an argument of a controller method; see `nearestProxy`. */
export const ClientAddress = createParamDecorator((_: unknown, context: ExecutionContext): string => {
  const { ip, socket } = context.switchToHttp().getRequest<FastifyRequest>();
  const address = isIP(ip) ? ip : (socket.remoteAddress ?? '');
  return address.replace(/^::ffff:/, '');
});
