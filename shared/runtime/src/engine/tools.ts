import { nearest } from '../call/nearest.ts';
import type { Caller } from '../definition/context.ts';
import type { ToolDeclaration } from '../definition/server.ts';
import type { ToolOutput } from '../definition/tool.ts';
import { renderError } from '../errors/render.ts';
import { fail, ToolError } from '../errors/tool-error.ts';
import type { PolicyDecision } from '../policy/types.ts';
import { newTraceId } from '../telemetry/trace-id.ts';
import { answerBytes } from './answer-bytes.ts';
import { callBasics, permitsOf } from './context.ts';
import { guarded } from './guarded.ts';
import type { EngineParts } from './parts.ts';
import { redactOutput } from './redact-content.ts';
import { refuseUnknown } from './refuse-unknown.ts';
import type { EngineRequest } from './request.ts';
import type { CallToolResult } from './results.ts';
import { createToolCatalogue, type KnownTool } from './tool-catalogue.ts';
import { UnknownName } from './unknown-name.ts';

/** The tools of a server, listed once and called on the one path. */
export function createTools(parts: EngineParts) {
  const { list, names, mirrored, missingScope, find, visible, hidden } = createToolCatalogue(parts);

  const refuse = async (name: string, raw: unknown, request: EngineRequest): Promise<CallToolResult> => {
    const unknown = {
      kind: 'tool',
      name,
      arguments: raw,
      suggestion: nearest(name, visible(request.caller)),
      hidden: hidden(name),
    } as const;
    try {
      return await refuseUnknown(parts, request, unknown);
    } catch (error) {
      // The same answer as to any other call that comes too soon.
      if (error instanceof ToolError) return renderError(error, newTraceId(), parts.redactor);
      throw error;
    }
  };

  return {
    list,
    names,
    mirrored,
    missingScope,

    /** The tool of that name, if there is one and the caller may see it. */
    known: (caller: Caller, name: string): ToolDeclaration | undefined => find(caller, name)?.tool,

    /**
     * Calls a tool. Faults the caller can mend come back as results with `isError`.
     *
     * @throws UnknownName when the caller sees no such tool
     * @throws InputNeeded when the client must ask its user first
     */
    call: async (name: string, raw: unknown, request: EngineRequest): Promise<CallToolResult> => {
      const found = find(request.caller, name);
      return found ? callTool(parts, found, raw, request) : refuse(name, raw, request);
    },
  };
}

/** What `createTools` makes: the tools as each caller may see and call them. */
export type Tools = ReturnType<typeof createTools>;

async function callTool(
  parts: EngineParts,
  { tool, subject }: KnownTool,
  raw: unknown,
  request: EngineRequest,
): Promise<CallToolResult> {
  const { name } = tool;
  const done = await guarded<ToolOutput>(parts, request, {
    method: 'tools/call',
    target: name,
    effect: tool.effect,
    subject,
    arguments: raw,
    timeoutMs: tool.timeoutMs ?? parts.options.timeoutMs,
    async prepare(within) {
      const prepared = (await parts.connected()).prepareTool(name, raw);
      if (!prepared) throw new UnknownName('tool', name);
      const { run, confirmation } = prepared;
      const seal = (output: ToolOutput) => sealOutput(parts, tool, output);
      const permits = permitsOf(parts.policy, request.caller, subject);
      // A read that no policy asks about need not say what it would read before it does.
      if (permits === undefined && tool.effect === 'read') {
        return { run, confirmation, decision: permitted, permits, seal };
      }
      const constrained = await within((signal, whileAsking) =>
        prepared.constrained(callBasics(parts, request, signal, permits, whileAsking)),
      );
      const decision = parts.policy.permits(request.caller, subject, constrained);
      return { run, confirmation, decision, permits, seal };
    },
  });
  if (!done.ok) return renderError(done.error, done.traceId, parts.redactor);
  return { content: done.result.content, structuredContent: done.result.structured };
}

const permitted: PolicyDecision = { allowed: true };

function sealOutput(parts: EngineParts, tool: ToolDeclaration, output: ToolOutput) {
  const maxBytes = tool.maxBytes ?? parts.options.maxAnswerBytes;
  const result = parts.options.redactOutput ? redactOutput(parts.redactor, output) : output;
  const bytes = answerBytes(result, maxBytes);
  if (bytes > maxBytes) {
    fail('too_large', `The answer has ${bytes} bytes; the limit is ${maxBytes}.`, {
      next: 'Ask for less at once: a smaller limit, a range, or a narrower path or pattern.',
      data: { bytes, maxBytes },
    });
  }
  return { result, bytes };
}
