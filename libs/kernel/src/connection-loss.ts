/** What sockets say, and PostgreSQL: connection exceptions (08), and that it is shutting down or starting up (57P). */
const CODE = /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|08\w{3}|57P0[123])$/;
/** pg has no code for these. */
const MESSAGE =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/;

/** TypeORM, when a connection broke between two statements of a transaction. */
const NAME = /^QueryRunner(Provider)?AlreadyReleasedError$/;

/** True for an error that means: a server that we need is away for the moment. Nothing is wrong with the request. */
export function isConnectionLoss(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as { code?: unknown };
  return (typeof code === 'string' && CODE.test(code)) || MESSAGE.test(error.message) || NAME.test(error.name);
}
