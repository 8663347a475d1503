import { principalOf } from '../caller-token/principal.ts';
import type { Caller } from '../definition/context.ts';
import type { Constrained } from '../definition/tool.ts';
import { type ConstraintCheck, compileConstraint } from './constraint.ts';
import type { PolicyAssignment, PolicyFile, PolicyRule } from './file-schema.ts';
import { compileGlob } from './glob.ts';
import type { Policy, PolicyDecision, PolicySubject } from './types.ts';

interface CompiledRule {
  readonly covers: (tool: PolicySubject) => boolean;
  readonly constraints: ReadonlyMap<string, ConstraintCheck>;
}

/** The policy of a file: default deny, and what some rule of some role of the caller allows. */
export function createFilePolicy(file: PolicyFile): Policy {
  const roles = new Map(
    Object.entries(file.roles).map(([name, role]) => [name, role.rules.map(compileRule)]),
  );
  const assignments = file.assign.map(compileAssignment);
  const rulesOf = (caller: Caller) =>
    [...new Set([...caller.roles, ...assignments.flatMap((assigned) => assigned(caller))])].flatMap(
      (role) => roles.get(role) ?? [],
    );
  // A caller is one object for many calls: authentication keeps it as long as its token or key holds.
  const known = new WeakMap<Caller, readonly CompiledRule[]>();
  const rulesFor = (caller: Caller, tool: PolicySubject): readonly CompiledRule[] => {
    const rules = known.get(caller) ?? rulesOf(caller);
    known.set(caller, rules);
    return rules.filter((rule) => rule.covers(tool));
  };
  return {
    visible: (caller, tool) =>
      rulesFor(caller, tool).length > 0
        ? { allowed: true }
        : { allowed: false, reason: `The policy does not allow ${tool.name} for this caller.` },
    permits: (caller, tool, values) => permit(rulesFor(caller, tool), tool, values),
  };
}

function permit(rules: readonly CompiledRule[], tool: PolicySubject, values: Constrained): PolicyDecision {
  let reason = `The policy does not allow ${tool.name} for this caller.`;
  for (const { constraints } of rules) {
    const objections = [...constraints].map(([name, check]) => objection(name, check, tool, values));
    const first = objections.find((found) => found !== undefined);
    if (first === undefined) return { allowed: true };
    reason = first;
  }
  return { allowed: false, reason };
}

function objection(name: string, check: ConstraintCheck, tool: PolicySubject, values: Constrained) {
  const given = Object.hasOwn(values, name) ? (values[name] ?? []) : [];
  if (given.length === 0) {
    return `The policy allows ${tool.name} only for certain values of ${name}, and this call gives none.`;
  }
  const found = given.find((value) => !check(value));
  if (found === undefined) return undefined;
  const [outside = ''] = [found].flat();
  return `The policy does not allow ${tool.name} for the ${name} ${JSON.stringify(outside.slice(0, 200))}.`;
}

function compileRule(rule: PolicyRule): CompiledRule {
  const server = anyOf(rule.servers);
  const toolset = anyOf(rule.toolsets);
  const name = anyOf(rule.tools);
  const effects = rule.effects === undefined ? undefined : new Set<string>(rule.effects);
  return {
    covers: (tool) =>
      server(tool.server) &&
      toolset(tool.toolset) &&
      name(tool.name) &&
      (effects === undefined || effects.has(tool.effect)),
    constraints: new Map(
      Object.entries(rule.arguments ?? {}).map(([argument, found]) => [argument, compileConstraint(found)]),
    ),
  };
}

function compileAssignment(assignment: PolicyAssignment): (caller: Caller) => readonly string[] {
  const { kind, scope, roles } = assignment;
  const id = assignment.caller === undefined ? undefined : compileGlob(assignment.caller);
  return (caller) => {
    const fits =
      (kind === undefined || caller.kind === kind) &&
      (scope === undefined || caller.scopes.includes(scope)) &&
      (id === undefined || id(principalOf(caller)));
    return fits ? roles : [];
  };
}

/** Whether a name fits some pattern; without patterns every name does. */
export function anyOf(patterns: readonly string[] | undefined): (name: string) => boolean {
  const globs = patterns?.map(compileGlob);
  return (name) => globs === undefined || globs.some((glob) => glob(name));
}
