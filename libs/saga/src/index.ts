export * from './definition';
export * from './instance';
export { MAX_ATTEMPTS, SagaMachine, type Transition } from './machine';
export * from './ports';
export { SagaMetrics } from './saga-metrics';
export * from './sagas';
export * from './test-kit';
export * from './timeline';
