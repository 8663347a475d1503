export { allPolicies } from './all-policies.ts';
export { flagPolicy, type PolicyFlags } from './flag-policy.ts';
export { loadPolicy, PolicyFileError } from './load-policy.ts';
export { effectScopes, scopePolicy } from './scope-policy.ts';
export type { Policy, PolicyDecision, PolicySubject } from './types.ts';
export { type WatchedPolicy, watchPolicy } from './watch-policy.ts';
