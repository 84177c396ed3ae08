import { rabbitmqLogin } from '../stack/src/servers/rabbitmq';
import { paint, table } from '../stack/src/output';
import { CUSTOMER } from './customer';
import type { System } from '../shared/system';

/** Where to look and what to type next. */
export function nextSteps({ gateway, rabbitmqUi }: System, orderId: string): string[] {
  const login = rabbitmqUi === undefined ? undefined : rabbitmqLogin(rabbitmqUi);
  const rows = [
    ['gateway', `${gateway.address}/api`, 'the one entry for all services'],
    ...(login ? [['RabbitMQ', login.url, `queues and messages: ${login.user} / ${login.password}`]] : []),
    ['customer', CUSTOMER.email, `password ${CUSTOMER.password}`],
  ];
  return [
    '',
    paint('bold', 'Look next'),
    ...table(rows),
    '',
    paint('bold', 'The story of the first order'),
    ...curl(gateway.address, orderId),
  ];
}

function curl(gateway: string, orderId: string): string[] {
  const credentials = JSON.stringify({ email: CUSTOMER.email, password: CUSTOMER.password });
  return [
    `TOKEN=$(curl -s ${gateway}/api/auth/login -H 'Content-Type: application/json' \\`,
    `  -d '${credentials}' \\`,
    `  | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')`,
    `curl -s -H "Authorization: Bearer $TOKEN" -H 'Accept: text/plain' ${gateway}/api/orders/${orderId}/saga`,
    '',
  ];
}
