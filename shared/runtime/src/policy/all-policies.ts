import type { Policy, PolicyDecision } from './types.ts';

/** Allows what every one of the policies allows; the first refusal is the answer. */
export function allPolicies(...policies: readonly Policy[]): Policy {
  const every = (decide: (policy: Policy) => PolicyDecision): PolicyDecision => {
    for (const policy of policies) {
      const decision = decide(policy);
      if (!decision.allowed) return decision;
    }
    return { allowed: true };
  };
  return {
    visible: (caller, tool) => every((policy) => policy.visible(caller, tool)),
    permits: (caller, tool, values) => every((policy) => policy.permits(caller, tool, values)),
  };
}
