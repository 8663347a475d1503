import type { Caller } from '../definition/context.ts';
import type { Constrained, Effect } from '../definition/tool.ts';

/** What a policy needs to know of a tool. */
export interface PolicySubject {
  readonly server: string;
  readonly name: string;
  readonly toolset: string;
  readonly effect: Effect;
}

/** What the policy says of a call, and why not. */
export type PolicyDecision =
  | { readonly allowed: true }
  | {
      readonly allowed: false;
      /** One sentence for the caller. */
      readonly reason: string;
      /** The scope that would allow it, for a scope challenge. */
      readonly missingScope?: string;
    };

/** Who may call what. */
export interface Policy {
  /** Whether a caller may see and call a tool at all: the one decision behind `tools/list` and `tools/call`. */
  visible(caller: Caller, tool: PolicySubject): PolicyDecision;
  /** Whether these argument values are inside the caller's constraints. Called after `visible` allowed. */
  permits(caller: Caller, tool: PolicySubject, values: Constrained): PolicyDecision;
}
