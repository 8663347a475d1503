import { fail } from '../errors/tool-error.ts';
import type { PolicySubject } from '../policy/types.ts';
import { permitsOf } from './context.ts';
import { type Guarded, guarded } from './guarded.ts';
import type { EngineParts } from './parts.ts';
import type { EngineRequest } from './request.ts';

/** MCP allows at most this many values in one completion. */
const MAX_VALUES = 100;

/** What a client asks to be completed. */
export interface CompletionQuery {
  readonly kind: 'prompt' | 'resource';
  /** The prompt's name or the resource template's URI. */
  readonly of: string;
  readonly argument: string;
  readonly typed: string;
  /** What the other arguments already hold. */
  readonly others: Readonly<Record<string, string>>;
}

/** The first values that fit, of `total` in all. */
export interface Completion {
  readonly values: readonly string[];
  readonly total: number;
  readonly hasMore: boolean;
}

/**
 * Completes an argument of a prompt or a variable of a resource template: a read on the one path of every
 * call, because the names it answers can be an upstream's.
 */
export function complete(
  parts: EngineParts,
  query: CompletionQuery,
  request: EngineRequest,
): Promise<Guarded<Completion>> {
  const { of, argument, typed, others } = query;
  return guarded<Completion>(parts, request, {
    method: 'completion/complete',
    target: of,
    effect: 'read',
    subject: subjectOf(parts, query, 'completion/complete'),
    arguments: { argument, typed, others },
    timeoutMs: parts.options.timeoutMs,
    async prepare() {
      const { completers, subject } = await completersOf(parts, query, request);
      const completer = Object.hasOwn(completers, argument) ? completers[argument] : undefined;
      return {
        decision: { allowed: true },
        permits: permitsOf(parts.documentPolicy, request.caller, subject),
        run: async (basics) => completion((await completer?.(typed, others, basics)) ?? []),
        seal: (found) => ({ result: found, bytes: Buffer.byteLength(JSON.stringify(found)) }),
      };
    },
  });
}

const completion = (found: readonly string[]): Completion => ({
  values: found.slice(0, MAX_VALUES),
  total: found.length,
  hasMore: found.length > MAX_VALUES,
});

/** @throws ToolError `not_found` when there is no such prompt or template */
async function completersOf(parts: EngineParts, query: CompletionQuery, request: EngineRequest) {
  const { prompts, resources } = await parts.connected();
  const completed =
    query.kind === 'prompt'
      ? prompts.find(({ name }) => name === query.of)
      : resources.find(({ uri }) => uri === query.of);
  const subject = subjectOf(parts, query, completed?.name ?? '');
  const isThere = completed !== undefined && parts.leaves(completed.needs);
  if (!isThere || !parts.documentPolicy.visible(request.caller, subject).allowed) {
    fail('not_found', `No ${query.kind} is named ${query.of.slice(0, 256)}.`);
  }
  return { completers: completed.complete ?? {}, subject };
}

const subjectOf = (parts: EngineParts, { kind }: CompletionQuery, name: string): PolicySubject => ({
  server: parts.server.name,
  name,
  toolset: `${kind}s`,
  effect: 'read',
});
