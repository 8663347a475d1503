export { pause, TimeRanOut, withTimeout } from './abort.ts';
export type { AnswerHeaders } from './answer-headers.ts';
export { type Circuit, CircuitOpen, type CircuitOptions, createCircuit } from './circuit.ts';
export { isLinkLocal, isLoopback } from './hosts.ts';
export { type RetryPolicy, retry } from './retry.ts';
export { retryAfterMs } from './retry-after.ts';
export type {
  FetchOptions,
  RateLimitRule,
  Refusal,
  Upstream,
  UpstreamAnswer,
  UpstreamMethod,
  UpstreamOptions,
  UpstreamRequest,
  UpstreamResponse,
} from './types.ts';
export { createUpstream } from './upstream.ts';
