export { openEventStream, type EventStream, type ReceivedEvent } from './event-stream';
export { eventually } from './eventually';
export { FixedClock, MemoryUnitOfWork } from './fakes';
export { MemoryMetrics } from './memory-metrics';
export { createTestDatabase, createTestVhost, type TestDatabase, type TestVhost } from './servers';
export { testTokens, type TestTokens } from './tokens';
export { OtlpReceiver, type ReceivedSpan } from './otlp-receiver';
