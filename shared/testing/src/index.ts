export * from './services/redis.ts';
