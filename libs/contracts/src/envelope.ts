/**
 * Every message on the wire: CloudEvents 1.0, structured JSON. `id` is the message id (a retry keeps it), `type` the
 * wire name of the contract. Extension names have no underscores because CloudEvents allows none.
 */
export interface Envelope<D = unknown> {
  readonly specversion: '1.0';
  readonly id: string;
  readonly type: string;
  /** `/` and the name of the service that sent it. */
  readonly source: string;
  /** What it is about, such as an order id. Messages of one subject keep their order. */
  readonly subject: string;
  /** RFC 3339, UTC. */
  readonly time: string;
  readonly datacontenttype: 'application/json';
  readonly correlationid: string;
  /** The id of the message that caused this one; for a reply, of the command that it answers. */
  readonly causationid?: string;
  readonly sagaid?: string;
  /** In a reply, of the command that it answers: when it was written, published and taken in. RFC 3339, UTC. */
  readonly commandtime?: string;
  readonly commandpublished?: string;
  readonly commandreceived?: string;
  /** W3C trace context. */
  readonly traceparent: string;
  readonly data: D;
}
