import { expect, test } from 'vitest';
import type { Caller } from '../definition/context.ts';
import { createFilePolicy } from './file-policy.ts';
import { parsePolicy } from './load-policy.ts';
import type { PolicySubject } from './types.ts';

const file = `
version: 1
roles:
  reader:
    rules:
      - effects: [read]
  developer:
    rules:
      - servers: [github]
        tools: ['*_issue', 'create_pull_request']
        arguments:
          repo: { allow: ['acme/*'], deny: ['acme/payroll'] }
      - servers: [filesystem]
        toolsets: [files]
        effects: [read, write]
        arguments: { path: { allow: ['/srv/work/'] } }
  admin:
    rules: [{}]
assign:
  - { kind: local, roles: [admin] }
  - { kind: token, scope: 'mcp:admin', roles: [admin] }
  - { caller: 'https://id.example/**', roles: [reader] }
`;
const policy = createFilePolicy(await parsePolicy(file, 'policy.yaml'));

const caller = (over: Partial<Caller>): Caller => ({
  id: 'x',
  kind: 'token',
  roles: [],
  scopes: [],
  ...over,
});
const developer = caller({ roles: ['developer'] });
const tool = (over: Partial<PolicySubject>): PolicySubject => ({
  server: 'filesystem',
  name: 'read_file',
  toolset: 'files',
  effect: 'read',
  ...over,
});
const issue = tool({ server: 'github', name: 'create_issue', toolset: 'issues', effect: 'write' });
const remove = tool({ name: 'delete_file', effect: 'destroy' });

test('without a role everything is denied', () => {
  for (const roles of [[], ['unknown'], ['__proto__'], ['constructor']]) {
    expect(policy.visible(caller({ roles }), tool({})).allowed).toBe(false);
    expect(policy.permits(caller({ roles }), tool({}), {}).allowed).toBe(false);
  }
});

test('a rule allows what fits all of its fields', () => {
  const allowed = (subject: PolicySubject) => policy.visible(developer, subject).allowed;
  expect(allowed(issue)).toBe(true);
  expect(allowed({ ...issue, server: 'slack' })).toBe(false);
  expect(allowed({ ...issue, name: 'create_repo' })).toBe(false);
  expect(allowed(tool({ effect: 'write' }))).toBe(true);
  expect(allowed(tool({ toolset: 'search' }))).toBe(false);
  expect(allowed(remove)).toBe(false);
});

test('roles come from the caller, and from assignments by kind, scope and id', () => {
  expect(policy.visible(caller({ roles: ['reader'] }), remove).allowed).toBe(false);
  expect(policy.visible(caller({ roles: ['reader', 'admin'] }), remove).allowed).toBe(true);
  expect(policy.visible(caller({ kind: 'local' }), remove).allowed).toBe(true);
  expect(policy.visible(caller({ scopes: ['mcp:admin'] }), remove).allowed).toBe(true);
  expect(policy.visible(caller({ kind: 'api_key', scopes: ['mcp:admin'] }), remove).allowed).toBe(false);
  expect(policy.visible(caller({ id: 'https://id.example/u/7' }), tool({})).allowed).toBe(true);
  expect(policy.visible(caller({ id: 'https://id.example.evil/u/7' }), tool({})).allowed).toBe(false);
});

test('every value must be inside', () => {
  const permits = (...repo: string[]) => policy.permits(developer, issue, { repo }).allowed;
  expect(permits('acme/site')).toBe(true);
  expect(permits('acme/site', 'acme/app')).toBe(true);
  expect(permits('acme/site', 'other/app')).toBe(false);
  expect(permits('acme/payroll')).toBe(false);
  expect(permits('acme/Payroll')).toBe(false);
  expect(permits('acme/site/../payroll')).toBe(false);
});

test('a constrained tool whose call gives no value is denied', () => {
  for (const values of [{}, { repo: [] }, { path: ['acme/site'] }]) {
    expect(policy.permits(developer, issue, values)).toEqual({
      allowed: false,
      reason: 'The policy allows create_issue only for certain values of repo, and this call gives none.',
    });
  }
});

test('a refusal names the argument and a bounded part of the value', () => {
  expect(policy.permits(developer, tool({}), { path: ['/etc/passwd'] })).toEqual({
    allowed: false,
    reason: 'The policy does not allow read_file for the path "/etc/passwd".',
  });
  const long = policy.permits(developer, tool({}), { path: ['x'.repeat(100_000)] });
  if (!long.allowed) expect(long.reason.length).toBeLessThan(300);
});

test('rules add up: a wider rule of another role allows what a narrow one does not', () => {
  const both = caller({ roles: ['developer', 'reader'] });
  expect(policy.permits(both, tool({}), { path: ['/etc/passwd'] }).allowed).toBe(true);
  expect(policy.permits(both, tool({ effect: 'write' }), { path: ['/etc/passwd'] }).allowed).toBe(false);
});
