export { openEventStream, type EventStream, type ReceivedEvent } from './event-stream';
export { eventually } from './eventually';
export { FixedClock, MemoryEndedSessions, MemoryUnitOfWork } from './fakes';
export { MemoryMetrics } from './memory-metrics';
export { OutsideIssuer, type OutsideClient, type OutsidePerson, type OutsideTokens } from './outside-issuer';
export { createTestDatabase, createTestVhost, testRedisUrl, type TestDatabase, type TestVhost } from './servers';
export { testTokens, type TestTokens } from './tokens';
export { OtlpReceiver, type ReceivedSpan } from './otlp-receiver';
