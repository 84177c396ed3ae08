import { ConsumeMessage } from 'amqplib';
import { readDeadLetter } from './dead-letter';
import { headersOfANewLife } from './headers';

const AN_ENVELOPE = {
  specversion: '1.0',
  id: 'm-1',
  type: 'inventory.stock-reserved.v1',
  source: '/inventory',
  subject: 'o-1',
  correlationid: 'c-1',
  sagaid: 's-1',
  traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  data: { reservation_id: 'r-1' },
};

function dead(content: string | Buffer | object, headers: object = {}, messageId?: string) {
  const bytes = typeof content === 'string' || Buffer.isBuffer(content) ? content : JSON.stringify(content);
  const message = { content: Buffer.from(bytes as string), properties: { headers, messageId } };
  return readDeadLetter('order.replies', message as unknown as ConsumeMessage);
}

describe('a dead letter', () => {
  it('shows what its envelope says', () => {
    expect(dead(AN_ENVELOPE, {}, 'm-1')).toMatchObject({
      id: 'm-1',
      queue: 'order.replies',
      type: 'inventory.stock-reserved.v1',
      source: '/inventory',
      subject: 'o-1',
      correlationId: 'c-1',
      sagaId: 's-1',
      payload: { reservation_id: 'r-1' },
      encoding: 'json',
      truncated: false,
    });
  });

  it('has a null for what nobody knows', () => {
    expect(dead({ hello: 'world' }, {}, 'm-1')).toMatchObject({
      reason: 'unknown',
      diedAt: null,
      type: null,
      source: null,
      subject: null,
      correlationId: null,
      sagaId: null,
    });
    expect(dead({ ...AN_ENVELOPE, sagaid: 5 }).sagaId).toBeNull();
  });

  it('is known by its content when it came without an id', () => {
    const { id } = dead('poison');
    expect(id).toMatch(/^sha256-[0-9a-f]{32}$/);
    expect(dead('poison').id).toBe(id);
    expect(dead('venom').id).not.toBe(id);
  });

  describe('says why it died', () => {
    it('in the words of the consumer that gave it up', () => {
      const headers = { 'x-attempt': 5, 'x-dead-reason': 'not today', 'x-dead-at': '2026-01-01T12:00:00.000Z' };
      const expired = [{ reason: 'expired', queue: 'order.replies.retry', count: 4 }];
      expect(dead('poison', { ...headers, 'x-death': expired, 'x-first-death-reason': 'expired' })).toMatchObject({
        reason: 'not today',
        attempts: 5,
        diedAt: new Date('2026-01-01T12:00:00.000Z'),
      });
    });

    it('when every consumer that had it was lost, although it had been through the retry queue first', () => {
      const limit = {
        reason: 'delivery_limit',
        queue: 'order.replies',
        time: { '!': 'timestamp', value: 1_767_268_800 },
      };
      const expired = { reason: 'expired', queue: 'order.replies.retry' };
      const headers = { 'x-attempt': 2, 'x-death': [limit, expired], 'x-first-death-reason': 'expired' };
      expect(dead('poison', headers)).toMatchObject({
        reason: 'handed out more than 20 times, and never acknowledged',
        attempts: 21,
        diedAt: new Date('2026-01-01T12:00:00.000Z'),
      });
    });

    it('when the broker moved it for another reason', () => {
      expect(dead('poison', { 'x-death': [{ reason: 'maxlen' }] })).toMatchObject({
        reason: 'the broker moved it: maxlen',
        attempts: 1,
        diedAt: null,
      });
    });

    it('as far as that is known, whatever the headers hold', () => {
      const headers = { 'x-attempt': 'often', 'x-dead-reason': 7, 'x-dead-at': null, 'x-death': { time: 'gone' } };
      expect(dead('poison', headers)).toMatchObject({ reason: 'unknown', attempts: 1, diedAt: null });
      expect(dead('poison', { 'x-dead-reason': 'r', 'x-dead-at': null }).diedAt).toBeNull();
    });
  });

  describe('shows its payload', () => {
    const deep = '['.repeat(30_000) + ']'.repeat(30_000);

    it.each([
      ['JSON without an envelope as a whole', '{"hello":"world"}', { payload: { hello: 'world' }, encoding: 'json' }],
      ['JSON that is nothing', 'null', { payload: null, encoding: 'json' }],
      ['what is not JSON as text', 'so{ not json', { payload: 'so{ not json', encoding: 'text' }],
      ['JSON without an end as text', deep, { payload: deep, encoding: 'text' }],
      ['an envelope whose data has no end as text', { ...AN_ENVELOPE, data: nested(200) }, { encoding: 'text' }],
      ['bytes that are no text in base64', Buffer.from([0xff, 0xfe]), { payload: '//4=', encoding: 'base64' }],
      ['nothing as an empty text', '', { payload: '', encoding: 'text' }],
    ])('%s', (_, content, shown) => {
      expect(dead(content)).toMatchObject({ ...shown, truncated: false });
    });

    it('only so far', () => {
      const long = dead({ ...AN_ENVELOPE, data: '€'.repeat(70_000) });
      expect(long).toMatchObject({ encoding: 'text', truncated: true, type: AN_ENVELOPE.type });
      expect(long.payload).toHaveLength(64 * 1024);
      const bytes = dead(Buffer.alloc(70_000, 0xff));
      expect(bytes).toMatchObject({ encoding: 'base64', truncated: true });
      expect(bytes.payload).toHaveLength(64 * 1024);
    });

    it('without half a character at its end', () => {
      const { payload } = dead(`x${'😀'.repeat(40_000)}`);
      expect((payload as string).isWellFormed()).toBe(true);
    });
  });
});

describe('a message that is sent again', () => {
  it('keeps its headers, but not those of its death', () => {
    const headers = {
      'x-attempt': 5,
      'x-dead-reason': 'not today',
      'x-dead-queue': 'order.replies',
      'x-dead-at': '2026-01-01T12:00:00.000Z',
      'x-death': [],
      'x-first-death-reason': 'expired',
      'x-first-death-queue': 'order.replies.retry',
      'x-last-death-reason': 'expired',
      'x-delivery-count': 3,
      'x-colour': 'blue',
    };
    expect(headersOfANewLife(headers)).toEqual({ 'x-colour': 'blue' });
    expect(headersOfANewLife(undefined)).toEqual({});
  });
});

function nested(levels: number): unknown {
  return levels === 0 ? 'bottom' : [nested(levels - 1)];
}
