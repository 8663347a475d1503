import type { PromptMessage } from '../definition/prompt.ts';
import type { PromptDeclaration } from '../definition/server.ts';
import { fail } from '../errors/tool-error.ts';
import type { PolicySubject } from '../policy/types.ts';
import { permitsOf } from './context.ts';
import { type Guarded, guarded } from './guarded.ts';
import type { EngineParts } from './parts.ts';
import { redactBlock } from './redact-content.ts';
import { refuseUnknown } from './refuse-unknown.ts';
import type { EngineRequest } from './request.ts';
import { UnknownName } from './unknown-name.ts';

/** The prompts of a server: listed, and rendered on the one path. */
export function createPrompts(parts: EngineParts) {
  const { prompts } = parts.server;
  const visible = ({ caller }: EngineRequest) =>
    prompts.filter(
      (prompt) =>
        parts.leaves(prompt.needs) && parts.documentPolicy.visible(caller, subjectOf(parts, prompt)).allowed,
    );

  return {
    list: (request: EngineRequest) =>
      visible(request).map((prompt) => ({
        name: prompt.name,
        title: prompt.title,
        description: prompt.description,
        arguments: prompt.arguments(),
      })),

    /** @throws UnknownName when the caller sees no such prompt, ToolError `rate_limited` when it asks too often */
    async get(
      name: string,
      raw: unknown,
      request: EngineRequest,
    ): Promise<Guarded<readonly PromptMessage[]>> {
      const declared = visible(request).find((prompt) => prompt.name === name);
      if (declared) return renderPrompt(parts, declared, raw, request);
      const hidden = prompts.some((prompt) => prompt.name === name) ? readOnly : undefined;
      return refuseUnknown(parts, request, { kind: 'prompt', name, arguments: raw, hidden });
    },
  };
}

const subjectOf = ({ server }: EngineParts, { name }: PromptDeclaration): PolicySubject => ({
  server: server.name,
  name,
  toolset: 'prompts',
  effect: 'read',
});

function renderPrompt(parts: EngineParts, declared: PromptDeclaration, raw: unknown, request: EngineRequest) {
  const { name } = declared;
  const subject = subjectOf(parts, declared);
  return guarded<readonly PromptMessage[]>(parts, request, {
    method: 'prompts/get',
    target: name,
    effect: 'read',
    subject,
    arguments: raw,
    timeoutMs: parts.options.timeoutMs,
    async prepare() {
      const { prompts } = await parts.connected();
      const prompt = prompts.find((candidate) => candidate.name === name);
      if (!prompt) throw new UnknownName('prompt', name);
      return {
        decision: parts.documentPolicy.permits(request.caller, subject, {}),
        permits: permitsOf(parts.documentPolicy, request.caller, subject),
        run: (basics) => prompt.run(raw, basics),
        seal: (messages) => sealMessages(parts, messages),
      };
    },
  });
}

const readOnly = { effect: 'read' } as const;

/** What `createPrompts` makes: the prompts as each caller may see and get them. */
export type Prompts = ReturnType<typeof createPrompts>;

function sealMessages({ options, redactor }: EngineParts, messages: readonly PromptMessage[]) {
  const { maxAnswerBytes, redactOutput } = options;
  const redacted = ({ role, content }: PromptMessage) => ({ role, content: redactBlock(redactor, content) });
  const result = redactOutput ? messages.map(redacted) : messages;
  const bytes = Buffer.byteLength(JSON.stringify(result));
  if (bytes > maxAnswerBytes) {
    fail('too_large', `The prompt has ${bytes} bytes; the limit is ${maxAnswerBytes}.`, {
      next: 'Give narrower arguments.',
    });
  }
  return { result, bytes };
}
