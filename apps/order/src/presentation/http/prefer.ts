const LONGEST_WAIT_S = 30;

/**
 * The seconds of a `Prefer: wait=N` header (RFC 7240). A preference that is not understood, or out of bounds, is
 * ignored, as the RFC asks.
 */
export function preferredWait(header: string | undefined): number | undefined {
  const match = /(?:^|[,;\s])wait\s*=\s*"?(\d+)"?\s*(?:$|[,;])/i.exec(header ?? '');
  const seconds = Number(match?.[1]);
  return Number.isInteger(seconds) && seconds >= 1 && seconds <= LONGEST_WAIT_S ? seconds : undefined;
}
