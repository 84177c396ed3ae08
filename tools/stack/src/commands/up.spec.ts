import { addressRows } from './up';

describe('the table of addresses', () => {
  it('begins with the gateway and shows how to log in to the RabbitMQ UI', () => {
    const urls = {
      user: 'http://127.0.0.1:8001',
      gateway: 'http://127.0.0.1:8000',
      postgres: 'postgres://t:pw@127.0.0.1:5432/postgres',
      redis: 'redis://:pw@127.0.0.1:6379',
      rabbitmq: 'amqp://t:pw@127.0.0.1:5672/t',
      rabbitmqUi: 'http://t:pw@127.0.0.1:15672',
    };
    expect(addressRows({ urls })).toEqual([
      ['gateway', 'http://127.0.0.1:8000/api'],
      ['user', 'http://127.0.0.1:8001'],
      ['RabbitMQ UI', 'http://127.0.0.1:15672  user t  password pw'],
      ['RabbitMQ', 'amqp://t:pw@127.0.0.1:5672/t'],
      ['PostgreSQL', 'postgres://t:pw@127.0.0.1:5432/postgres'],
      ['Redis', 'redis://:pw@127.0.0.1:6379'],
    ]);
  });
});
