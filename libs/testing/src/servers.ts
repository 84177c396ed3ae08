import { newId } from '@tradewind/kernel';
import { Client } from 'pg';

/** Reads where the test servers are; `make test` starts them and says so in the environment. */
function serverUrl(name: string): string {
  const url = process.env[name];
  if (!url) throw new Error(`${name} is not set: integration tests need real servers, run them with \`make test\`.`);
  return url;
}

/** The test Redis; what tests keep there must have names of its own. */
export function testRedisUrl(): string {
  return serverUrl('TEST_REDIS_URL');
}

export interface TestDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

/** A new, empty database on the test PostgreSQL. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const adminUrl = serverUrl('TEST_POSTGRES_ADMIN_URL');
  const name = `test_${newId().replaceAll('-', '')}`;
  await execute(adminUrl, `CREATE DATABASE ${name}`);
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => execute(adminUrl, `DROP DATABASE ${name} WITH (FORCE)`) };
}

async function execute(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

export interface TestVhost {
  readonly url: string;
  /** The management API, with credentials, and the vhost's name as it stands in its paths. */
  readonly managementUrl: string;
  readonly name: string;
  /** Cuts the connections that applications have opened here, all but those named `test`. */
  cutConnections(): Promise<void>;
  drop(): Promise<void>;
}

/** A new, empty virtual host on the test RabbitMQ. */
export async function createTestVhost(): Promise<TestVhost> {
  const broker = new URL(serverUrl('TEST_RABBITMQ_URL'));
  const management = new URL(serverUrl('TEST_RABBITMQ_MANAGEMENT_URL'));
  const name = `test-${newId()}`;
  const credentials = Buffer.from(`${management.username}:${management.password}`).toString('base64');
  const call = async (method: string, path: string, body?: object): Promise<unknown> => {
    const answer = await fetch(new URL(path, management.origin), {
      method,
      headers: { authorization: `Basic ${credentials}`, 'content-type': 'application/json' },
      body: body ? JSON.stringify(body) : undefined,
    });
    if (!answer.ok) throw new Error(`RabbitMQ's management API answered ${answer.status} to ${method} ${path}`);
    return answer.status === 200 ? answer.json() : undefined;
  };
  await call('PUT', `/api/vhosts/${name}`);
  const permissions = { configure: '.*', write: '.*', read: '.*' };
  await call('PUT', `/api/permissions/${name}/${decodeURIComponent(broker.username)}`, permissions);
  broker.pathname = `/${name}`;
  return {
    url: broker.href,
    managementUrl: management.href,
    name,
    async cutConnections() {
      type Connection = { name: string; client_properties: { connection_name?: string } };
      const open = (await call('GET', `/api/vhosts/${name}/connections`)) as Connection[];
      for (const connection of open.filter((c) => c.client_properties.connection_name !== 'test')) {
        await call('DELETE', `/api/connections/${encodeURIComponent(connection.name)}`);
      }
    },
    async drop() {
      await call('DELETE', `/api/vhosts/${name}`);
    },
  };
}
