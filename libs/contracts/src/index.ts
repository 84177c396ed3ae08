export * from './contract';
export * from './envelope';
export * as inventory from './inventory.contracts';
export * as order from './order.contracts';
export * as payment from './payment.contracts';
export * as sagas from './saga.contracts';
export * as user from './user.contracts';
