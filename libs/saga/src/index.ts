export * from './definition';
export * from './instance';
export { MAX_ATTEMPTS, SagaMachine, type Transition } from './machine';
export * from './ports';
export * from './sagas';
export * from './test-kit';
export * from './timeline';
