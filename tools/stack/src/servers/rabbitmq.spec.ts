import { configuration, rabbitmqLogin, rabbitmqUrl } from './rabbitmq';

const ports = {
  rabbitmq: 5673,
  'rabbitmq-ui': 15673,
  'rabbitmq-metrics': 15693,
  'rabbitmq-dist': 25673,
  epmd: 24370,
};

describe("RabbitMQ's settings", () => {
  it('listen on this machine only', () => {
    const lines = configuration(ports, 'pw').split('\n');
    expect(lines).toContain('listeners.tcp.1 = 127.0.0.1:5673');
    expect(lines).toContain('management.tcp.ip = 127.0.0.1');
    expect(lines).toContain('prometheus.tcp.ip = 127.0.0.1');
  });

  it('make the user and the vhost that the address names', () => {
    const { username, password, pathname } = new URL(rabbitmqUrl(5673, 'pw'));
    const lines = configuration(ports, 'pw').split('\n');
    expect(lines).toContain(`default_user = ${username}`);
    expect(lines).toContain(`default_pass = ${password}`);
    expect(lines).toContain(`default_vhost = ${pathname.slice(1)}`);
  });

  it('show the login of the UI apart from its address', () => {
    expect(rabbitmqLogin('http://tradewind:pw@127.0.0.1:15673')).toEqual({
      url: 'http://127.0.0.1:15673',
      user: 'tradewind',
      password: 'pw',
    });
  });
});
