export * from './fault-proxy/index.ts';
export * from './services/redis.ts';
