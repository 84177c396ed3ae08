import { JwtService } from '@nestjs/jwt';
import { newId, Principal, Role } from '@tradewind/kernel';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { AddressInfo } from 'node:net';

export interface TestTokens {
  /** The settings of a service that trusts these tokens. */
  readonly settings: { readonly JWKS_URL: string; readonly JWT_ISSUER: string; readonly JWT_AUDIENCE: string };
  /** An access token as the user service would issue it; what is not given is made up. */
  tokenFor(user?: Partial<Principal>): string;
  /** The value of an Authorization header. */
  bearer(user?: Partial<Principal>): string;
  close(): Promise<void>;
}

const ISSUER = 'tradewind-test';
const AUDIENCE = 'tradewind-test';

/**
 * An issuer of access tokens: a new RSA key, its JWKS on a local port, and tokens signed with it.
 *
 * @example
 * const tokens = await testTokens();
 * const config = loadConfig({ ...tokens.settings, DATABASE_URL: database.url, RABBITMQ_URL: vhost.url });
 * await request(server).post('/api/products').set('authorization', tokens.bearer({ role: Role.Admin })).send(body);
 */
export async function testTokens(): Promise<TestTokens> {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const keyid = newId();
  const jwks = { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: keyid, use: 'sig', alg: 'RS256' }] };
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(jwks));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  const jwt = new JwtService({
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    signOptions: { algorithm: 'RS256', keyid, issuer: ISSUER, audience: AUDIENCE, expiresIn: '15m' },
  });
  const tokenFor = (user: Partial<Principal> = {}) => {
    const { userId = newId(), email = 'yash@example.com', name = 'Yash', role = Role.Customer, expiresAt } = user;
    const lifetime = expiresAt && { expiresIn: Math.ceil((expiresAt.getTime() - Date.now()) / 1_000) };
    return jwt.sign({ email, name, role }, { subject: userId, jwtid: newId(), ...lifetime });
  };
  return {
    settings: {
      JWKS_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      JWT_ISSUER: ISSUER,
      JWT_AUDIENCE: AUDIENCE,
    },
    tokenFor,
    bearer: (user) => `Bearer ${tokenFor(user)}`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
