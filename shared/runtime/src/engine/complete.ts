import { fail } from '../errors/tool-error.ts';
import type { PolicySubject } from '../policy/types.ts';
import { callBasics, permitsOf } from './context.ts';
import { takeFromLimits } from './limits.ts';
import type { EngineParts } from './parts.ts';
import type { EngineRequest } from './request.ts';

/** MCP allows at most this many values in one completion. */
const MAX_VALUES = 100;

export interface CompletionQuery {
  readonly kind: 'prompt' | 'resource';
  /** The prompt's name or the resource template's URI. */
  readonly of: string;
  readonly argument: string;
  readonly typed: string;
  /** What the other arguments already hold. */
  readonly others: Readonly<Record<string, string>>;
}

export interface Completion {
  readonly values: readonly string[];
  readonly total: number;
  readonly hasMore: boolean;
}

/**
 * Completes an argument of a prompt or a variable of a resource template. It counts against the
 * caller's limit but is not audited: it answers names only.
 *
 * @throws ToolError `not_found` when there is no such prompt or template, `rate_limited`
 */
export async function complete(
  parts: EngineParts,
  query: CompletionQuery,
  request: EngineRequest,
): Promise<Completion> {
  await takeFromLimits(parts, request.caller, 'completion/complete');
  const { completers, subject } = await completersOf(parts, query, request);
  const permits = permitsOf(parts.documentPolicy, request.caller, subject);
  const basics = callBasics(parts, request, request.signal, permits);
  const completer = Object.hasOwn(completers, query.argument) ? completers[query.argument] : undefined;
  const found = (await completer?.(query.typed, query.others, basics)) ?? [];
  return { values: found.slice(0, MAX_VALUES), total: found.length, hasMore: found.length > MAX_VALUES };
}

async function completersOf(parts: EngineParts, query: CompletionQuery, request: EngineRequest) {
  const { prompts, resources } = await parts.connected();
  const completed =
    query.kind === 'prompt'
      ? prompts.find(({ name }) => name === query.of)
      : resources.find(({ uri }) => uri === query.of);
  const subject: PolicySubject = {
    server: parts.server.name,
    name: completed?.name ?? '',
    toolset: `${query.kind}s`,
    effect: 'read',
  };
  const isThere = completed !== undefined && parts.leaves(completed.needs);
  if (!isThere || !parts.documentPolicy.visible(request.caller, subject).allowed) {
    fail('not_found', `No ${query.kind} is named ${query.of.slice(0, 256)}.`);
  }
  return { completers: completed.complete ?? {}, subject };
}
