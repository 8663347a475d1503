export { pause, TimeRanOut, withTimeout } from './abort.ts';
export { type Circuit, CircuitOpen, type CircuitOptions, createCircuit } from './circuit.ts';
export { type RetryPolicy, retry } from './retry.ts';
export { retryAfterMs } from './retry-after.ts';
export type {
  FetchOptions,
  Upstream,
  UpstreamMethod,
  UpstreamOptions,
  UpstreamRequest,
  UpstreamResponse,
} from './types.ts';
export { createUpstream } from './upstream.ts';
