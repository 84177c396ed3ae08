import { deadQueueOf, QUEUES, topology } from './topology';

describe('the dead letters', () => {
  const argumentsOf = (brokerVersion: string) => {
    const { queues } = topology(brokerVersion);
    return QUEUES.map(({ name }) => queues.find((queue) => queue.name === deadQueueOf(name))?.options?.arguments);
  };

  it.each(['3.10.8', '3.13.7'])('need no limit for looking at them on RabbitMQ %s, which has none', (version) => {
    for (const given of argumentsOf(version)) expect(given).toEqual({ 'x-queue-type': 'quorum' });
  });

  it.each(['4.0.1', '4.3.6', '10.0.0'])('can be looked at without a limit on RabbitMQ %s too', (version) => {
    for (const given of argumentsOf(version)) {
      expect(given).toEqual({ 'x-queue-type': 'quorum', 'x-delivery-limit': -1 });
    }
  });

  it('wait beside every queue', () => expect(argumentsOf('3.10.8')).toHaveLength(QUEUES.length));
});
