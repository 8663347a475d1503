/** The Redis client for those who load it late: a bundle keeps the names of an ES module, not of CommonJS. */
export { Cluster, Redis } from 'ioredis';
