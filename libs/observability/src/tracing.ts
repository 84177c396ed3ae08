/** Set once tracing has started. */
let stop: (() => Promise<void>) | undefined;

/**
 * Records spans and sends them to `OTEL_EXPORTER_OTLP_ENDPOINT`; without that setting nothing is loaded. What is loaded
 * before this call is not traced, so it stands in a file of its own that `main.ts` imports first.
 */
export function startTracing(service: string): void {
  if (!process.env['OTEL_EXPORTER_OTLP_ENDPOINT']) return;
  // Loaded here and now: an import would load it always, a dynamic one too late.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const sdk = require('./tracing-sdk') as typeof import('./tracing-sdk');
  stop = sdk.startSdk(service);
}

/** Sends what has been recorded, as far as the receiver takes it at once. */
export async function stopTracing(): Promise<void> {
  await stop?.();
  stop = undefined;
}
