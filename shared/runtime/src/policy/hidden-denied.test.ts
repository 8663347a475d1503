import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Caller } from '../definition/context.ts';
import type { Constrained, Effect } from '../definition/tool.ts';
import { allPolicies } from './all-policies.ts';
import { createFilePolicy } from './file-policy.ts';
import { type PolicyFile, type PolicyRule, policyFileSchema } from './file-schema.ts';
import { flagPolicy } from './flag-policy.ts';
import { scopePolicy } from './scope-policy.ts';
import type { PolicySubject } from './types.ts';

const names = ['a', 'b', 'c'] as const;
const effects = ['read', 'write', 'destroy'] as const satisfies readonly Effect[];
const some = <Value>(values: readonly [Value, ...Value[]]) => fc.subarray([...values], { minLength: 1 });
const globs = some(['a', 'b', 'c', '*', 'b*']);
const maybe = <Value>(of: fc.Arbitrary<Value>) => fc.option(of, { nil: undefined });

const rule = fc.record(
  {
    servers: globs,
    toolsets: globs,
    tools: globs,
    effects: some(effects),
    arguments: fc.dictionary(
      fc.constantFrom('path', 'repo'),
      fc.record({ allow: globs, deny: some(['c']) }, { requiredKeys: ['allow'] }),
    ),
  },
  { requiredKeys: [] },
);
const policyFile = fc
  .record({
    version: fc.constant(1),
    roles: fc.record({
      one: fc.record({ rules: fc.array(rule, { maxLength: 3 }) }),
      two: fc.record({ rules: fc.array(rule, { maxLength: 3 }) }),
    }),
    assign: fc.array(fc.record({ kind: fc.constantFrom('local', 'token'), roles: some(['one', 'two']) }), {
      maxLength: 2,
    }),
  })
  .map((file) => policyFileSchema.parse(file));
const caller: fc.Arbitrary<Caller> = fc.record({
  id: fc.constantFrom(...names),
  kind: fc.constantFrom('local', 'anonymous', 'api_key', 'token'),
  roles: fc.subarray(['one', 'two', 'three']),
  scopes: fc.subarray(['mcp:read', 'mcp:write', 'mcp:destroy']),
});
const subject: fc.Arbitrary<PolicySubject> = fc.record({
  server: fc.constantFrom(...names),
  name: fc.constantFrom(...names),
  toolset: fc.constantFrom(...names),
  effect: fc.constantFrom(...effects),
});
const values: fc.Arbitrary<Constrained> = fc.dictionary(
  fc.constantFrom('path', 'repo', 'other'),
  fc.array(
    fc.oneof(
      fc.constantFrom(...names),
      // One thing with two names.
      fc.tuple(fc.constantFrom(...names), fc.constantFrom(...names)),
    ),
    { maxLength: 2 },
  ),
);

/** The rule as its documentation says it, written the plainest way. */
const fits = (patterns: readonly string[] | undefined, value: string) =>
  patterns === undefined ||
  patterns.some((glob) => glob === '*' || glob === value || (glob === 'b*' && value === 'b'));
const covers = (found: PolicyRule, tool: PolicySubject) =>
  fits(found.servers, tool.server) &&
  fits(found.toolsets, tool.toolset) &&
  fits(found.tools, tool.name) &&
  (found.effects?.includes(tool.effect) ?? true);
const accepts = (found: PolicyRule, given: Constrained) =>
  Object.entries(found.arguments ?? {}).every(([name, { allow, deny }]) => {
    const own = given[name] ?? [];
    return (
      own.length > 0 &&
      own
        .map((value) => [value].flat())
        .every((all) => all.some((one) => fits(allow, one)) && !all.some((one) => deny?.includes(one)))
    );
  });
function rulesOf(file: PolicyFile, who: Caller): PolicyRule[] {
  const assigned = file.assign.filter(({ kind }) => kind === who.kind).flatMap(({ roles }) => roles);
  return Object.entries(file.roles).flatMap(([name, { rules }]) =>
    [...who.roles, ...assigned].includes(name) ? rules : [],
  );
}

test('a file decides what its rules say, for the list and for the call', () => {
  fc.assert(
    fc.property(policyFile, caller, subject, values, (file, who, tool, given) => {
      const policy = createFilePolicy(file);
      const covering = rulesOf(file, who).filter((found) => covers(found, tool));
      expect(policy.visible(who, tool).allowed).toBe(covering.length > 0);
      expect(policy.permits(who, tool, given).allowed).toBe(covering.some((found) => accepts(found, given)));
    }),
    { numRuns: 3_000 },
  );
});

test('hidden is denied whatever the arguments, and denied whatever the arguments is hidden', () => {
  const toolsets = {
    a: { description: 'A', default: true },
    b: { description: 'B', default: false },
    c: { description: 'C', default: true },
  };
  const flags = fc.record({
    readOnly: fc.boolean(),
    toolsets: maybe(fc.subarray([...names])),
    tools: maybe(globs),
    excludeTools: maybe(some(['a', 'b*'])),
  });
  // The values "a" are inside every constraint that can be made here but those that allow only others.
  const satisfiable = (file: PolicyFile): PolicyFile => ({
    ...file,
    roles: Object.fromEntries(
      Object.entries(file.roles).map(([name, { rules }]) => [
        name,
        {
          rules: rules.map((found) =>
            found.arguments === undefined ? found : { ...found, arguments: { path: { allow: ['a'] } } },
          ),
        },
      ]),
    ),
  });
  fc.assert(
    fc.property(
      policyFile.map(satisfiable),
      flags,
      fc.boolean(),
      caller,
      subject,
      values,
      (file, given, scopes, who, tool, any) => {
        const parts = [
          flagPolicy(given, toolsets),
          createFilePolicy(file),
          ...(scopes ? [scopePolicy()] : []),
        ];
        const policy = allPolicies(...parts);
        const hidden = !policy.visible(who, tool).allowed;
        if (hidden) expect(policy.permits(who, tool, any).allowed).toBe(false);
        expect(policy.permits(who, tool, { path: ['a'] }).allowed).toBe(!hidden);
      },
    ),
    { numRuns: 3_000 },
  );
});
