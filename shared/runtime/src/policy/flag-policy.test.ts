import { expect, test } from 'vitest';
import type { Caller } from '../definition/context.ts';
import { flagPolicy, type PolicyFlags } from './flag-policy.ts';
import { effectScopes, scopePolicy } from './scope-policy.ts';
import type { PolicySubject } from './types.ts';

const toolsets = {
  files: { description: 'Files', default: true },
  admin: { description: 'Administration', default: false },
};
const local: Caller = { id: 'local', kind: 'local', roles: [], scopes: [] };
const tools: readonly PolicySubject[] = [
  { server: 's', name: 'read_file', toolset: 'files', effect: 'read' },
  { server: 's', name: 'write_file', toolset: 'files', effect: 'write' },
  { server: 's', name: 'read_log', toolset: 'admin', effect: 'read' },
  { server: 's', name: 'wipe', toolset: 'admin', effect: 'destroy' },
];

test.each<[PolicyFlags, string[]]>([
  [{}, ['read_file', 'write_file']],
  [{ readOnly: true }, ['read_file']],
  [{ toolsets: ['admin'] }, ['read_log', 'wipe']],
  [{ toolsets: ['all'], readOnly: true }, ['read_file', 'read_log']],
  [{ toolsets: [] }, []],
  [{ tools: ['read_*'] }, ['read_file', 'read_log']],
  [{ tools: ['read_*'], toolsets: ['files'] }, ['read_file']],
  [{ toolsets: ['all'], excludeTools: ['w*'] }, ['read_file', 'read_log']],
  [{ tools: ['wipe'], excludeTools: ['wipe'] }, []],
])('%j leaves %j', (flags, names) => {
  const policy = flagPolicy(flags, toolsets);
  expect(tools.filter((tool) => policy.visible(local, tool).allowed).map((tool) => tool.name)).toEqual(names);
  expect(tools.filter((tool) => policy.permits(local, tool, {}).allowed).map((tool) => tool.name)).toEqual(
    names,
  );
});

test('a mistake names the flag, the value and the rule', () => {
  expect(() => flagPolicy({ toolsets: ['file'] }, toolsets)).toThrow(
    '--toolsets: "file" is not a toolset of this server (all, files, admin). Did you mean "files"?',
  );
  expect(() => flagPolicy({ tools: ['{a,b}'] }, toolsets)).toThrow(
    '--tools: "{a,b}": "{" is not a wildcard here',
  );
  expect(() => flagPolicy({ excludeTools: ['!a'] }, toolsets)).toThrow(
    '--exclude-tools: "!a": a pattern cannot begin',
  );
});

test('scopes bind token callers only, the greater includes the less, and a refusal names the scope', () => {
  const policy = scopePolicy();
  const token = (...scopes: string[]): Caller => ({ id: 't', kind: 'token', roles: [], scopes });
  const [read, write, , wipe] = tools;
  if (!read || !write || !wipe) throw new Error('The tools are missing.');
  expect(policy.visible(local, wipe)).toEqual({ allowed: true });
  expect(policy.visible(token(effectScopes.read), read)).toEqual({ allowed: true });
  expect(policy.visible(token(effectScopes.destroy), write)).toEqual({ allowed: true });
  expect(policy.visible(token(effectScopes.read), write)).toMatchObject({ missingScope: 'mcp:write' });
  expect(policy.permits(token(effectScopes.write), wipe, {})).toMatchObject({ missingScope: 'mcp:destroy' });
  expect(policy.visible(token(), read)).toEqual({
    allowed: false,
    reason: 'read_file needs the scope mcp:read.',
    missingScope: 'mcp:read',
  });
});
