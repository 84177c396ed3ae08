export { connectRedis } from './connection';
export { RedisModule } from './redis.module';
