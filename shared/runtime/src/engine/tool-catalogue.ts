import { type MirroredParameter, mirroredParameters } from '../call/mirrored-parameters.ts';
import type { Caller } from '../definition/context.ts';
import type { ToolDeclaration } from '../definition/server.ts';
import type { PolicySubject } from '../policy/types.ts';
import type { EngineParts } from './parts.ts';
import type { ToolListing } from './results.ts';

/** A tool, and what the policy is asked about it. */
export interface KnownTool {
  readonly tool: ToolDeclaration;
  readonly subject: PolicySubject;
}

/** Which tools there are, as each caller may see them; what is shown of one is made once. */
export function createToolCatalogue(parts: EngineParts) {
  const tools = new Map(
    parts.server.tools.map((tool) => [tool.name, { tool, subject: subjectOf(parts, tool) }]),
  );
  const listing = onceForEach(toolListing);
  const mirrors = onceForEach((tool) => mirroredParameters(listing(tool).inputSchema));
  const isVisible = (caller: Caller, { subject }: KnownTool) => parts.policy.visible(caller, subject).allowed;
  const visible = (caller: Caller) => [...tools.values()].filter((known) => isVisible(caller, known));
  const offered = (caller: Caller) => visible(caller).filter(({ tool }) => parts.offers(tool.name, caller));
  const find = (caller: Caller, name: string): KnownTool | undefined => {
    const found = tools.get(name);
    return found && isVisible(caller, found) ? found : undefined;
  };

  return {
    find,

    /** The tools a caller is told of. */
    list: (caller: Caller): readonly ToolListing[] => offered(caller).map(({ tool }) => listing(tool)),

    /** The names of the tools in a caller's list. */
    names: (caller: Caller): ReadonlySet<string> => new Set(offered(caller).map(({ tool }) => tool.name)),

    /** The names a caller may call, in its list or not. */
    visible: (caller: Caller): readonly string[] => visible(caller).map(({ tool }) => tool.name),

    /** The scope with which a caller could call a tool that it cannot now; undefined where that is not all. */
    missingScope(caller: Caller, name: string): string | undefined {
      const found = tools.get(name);
      if (!found) return undefined;
      const decision = parts.policy.visible(caller, found.subject);
      if (decision.allowed || decision.missingScope === undefined) return undefined;
      const scopes = [...caller.scopes, decision.missingScope];
      return isVisible({ ...caller, scopes }, found) ? decision.missingScope : undefined;
    },

    /** What there is under a name, whoever asks. */
    hidden: (name: string): ToolDeclaration | undefined => tools.get(name)?.tool,

    /** The parameters of a tool that headers must repeat; none for a tool the caller does not see. */
    mirrored(caller: Caller, name: string): readonly MirroredParameter[] {
      const found = tools.get(name);
      if (!found) return [];
      const mirrored = mirrors(found.tool);
      return mirrored.length > 0 && find(caller, name) ? mirrored : [];
    },
  };
}

/** Makes something of each tool when it is first asked for. */
function onceForEach<Made>(make: (tool: ToolDeclaration) => Made): (tool: ToolDeclaration) => Made {
  const known = new Map<string, Made>();
  return (tool) => {
    const made = known.get(tool.name) ?? make(tool);
    known.set(tool.name, made);
    return made;
  };
}

const subjectOf = (parts: EngineParts, tool: ToolDeclaration): PolicySubject => ({
  server: parts.server.name,
  name: tool.name,
  toolset: tool.toolset,
  effect: tool.effect,
});

function toolListing(tool: ToolDeclaration): ToolListing {
  return {
    name: tool.name,
    title: tool.title,
    description: tool.description,
    inputSchema: tool.inputSchema(),
    outputSchema: tool.outputSchema(),
    annotations: {
      readOnlyHint: tool.effect === 'read',
      destructiveHint: tool.destructive,
      ...(tool.idempotent && tool.effect !== 'read' && { idempotentHint: true }),
      openWorldHint: tool.openWorld,
    },
  };
}
