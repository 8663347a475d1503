import type { Caller } from '../definition/context.ts';
import { fail } from '../errors/tool-error.ts';
import type { EngineParts } from './parts.ts';

/**
 * Counts one request against its caller's limits.
 *
 * @param name the tool, prompt or method
 * @throws ToolError `rate_limited`
 */
export async function takeFromLimits(
  parts: Pick<EngineParts, 'limiter'>,
  caller: Caller,
  name: string,
): Promise<void> {
  const decision = await parts.limiter.take(caller.id, name);
  if (decision.allowed) return;
  const { retryAfterMs } = decision;
  fail('rate_limited', 'Too many calls.', {
    retryAfterMs,
    next: `Wait ${retryAfterMs} ms, then call again.`,
  });
}
