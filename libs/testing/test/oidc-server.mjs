// A real OpenID Connect server for tests. A program of its own, since the package is an ES module, which jest cannot load.
import { once } from 'node:events';
import { createServer } from 'node:http';
import Provider from 'oidc-provider';

const { jwk, audience, people, clients } = JSON.parse(process.env.OIDC_SERVER);

const server = createServer().listen(0, '127.0.0.1');
await once(server, 'listening');
const issuer = `http://127.0.0.1:${server.address().port}`;

const RESOURCE = 'https://api.tradewind.test';

const provider = new Provider(issuer, {
  clients,
  jwks: { keys: [jwk] },
  cookies: { keys: ['for tests only'] },
  claims: { email: ['email', 'email_verified'], profile: ['name'] },
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...people[id] }) }),
  extraTokenClaims: (_, { accountId, clientId }) => ({
    ...people[accountId],
    // Keycloak says what a token is in a claim, others say it in the header.
    ...(clientId === 'like-keycloak' && { typ: 'Bearer' }),
  }),
  formats: {
    customizers: {
      jwt(_, { clientId }, parts) {
        if (clientId === 'like-keycloak') parts.header = { typ: 'JWT' };
      },
    },
  },
  features: {
    // Its login page, which takes any password.
    devInteractions: { enabled: true },
    clientCredentials: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => RESOURCE,
      useGrantedResource: () => true,
      getResourceServerInfo: () => ({
        audience,
        scope: 'shop',
        accessTokenFormat: 'jwt',
        accessTokenTTL: 300,
        jwt: { sign: { alg: 'RS256' } },
      }),
    },
  },
});
server.on('request', provider.callback());
process.on('disconnect', () => process.exit());
process.send({ issuer });
