import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadPolicy, parsePolicy } from './load-policy.ts';

test('reads JSON as well as YAML', async () => {
  const value = { version: 1, roles: { r: { rules: [{ effects: ['read'] }] } } };
  expect(await parsePolicy(JSON.stringify(value, null, '\t'), 'p.json')).toEqual({ ...value, assign: [] });
});

const rule = (text: string) => `version: 1\nroles: { r: { rules: [${text}] } }`;

test.each([
  ['', 'p.yaml: top level: null: Invalid input: expected object'],
  ['version: 2\nroles: {}', 'p.yaml: version: 2: Invalid input: expected 1'],
  ['version: 1\nroles: {}\nrules: []', 'p.yaml: top level: unknown key rules'],
  [rule('{ effects: [wirte] }'), 'p.yaml: roles.r.rules.0.effects.0: "wirte": Invalid option'],
  [rule('{ tool: [a] }'), 'p.yaml: roles.r.rules.0: unknown key tool'],
  [rule('{ tools: ["{a,b}"] }'), 'p.yaml: roles.r.rules.0.tools.0: "{a,b}": "{" is not a wildcard here'],
  [rule('{ tools: [] }'), 'p.yaml: roles.r.rules.0.tools: []: Too small'],
  [
    rule('{ arguments: { path: {} } }'),
    'p.yaml: roles.r.rules.0.arguments.path: {}: needs allow, deny or both.',
  ],
  [
    rule('{ arguments: { path: { deny: ["/a/../b"] } } }'),
    'arguments.path.deny.0: "/a/../b": a pattern cannot have',
  ],
  [
    'version: 1\nroles: {}\nassign: [{ kind: local, roles: [x] }]',
    'assign.0.roles.0: "x": is not one of the roles',
  ],
  ['version: 1\nroles: {}\nassign: [{ roles: [x] }]', 'assign.0: {"roles":["x"]}: needs kind, caller, scope'],
  ['version: 1\nversion: 1\nroles: {}', 'p.yaml: is not valid YAML or JSON: Map keys must be unique'],
  ['version: 1\nroles: {', 'p.yaml: is not valid YAML or JSON: '],
  [
    `a: &a [x,x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c]`,
    'p.yaml: Excessive alias count',
  ],
])('refuses %j by file, place, value and rule', async (text, message) => {
  await expect(parsePolicy(text, 'p.yaml')).rejects.toThrow(message);
});

test('a file that is not there, not readable or too large is named', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'portolan-policy-'));
  await expect(loadPolicy(join(folder, 'none.yaml'))).rejects.toThrow(/none\.yaml: there is no such file\.$/);
  await expect(loadPolicy(folder)).rejects.toThrow('it is a folder.');
  const large = join(folder, 'large.yaml');
  await writeFile(large, `version: 1\nroles: {}\n#${'x'.repeat(1024 * 1024)}`);
  await expect(loadPolicy(large)).rejects.toThrow('large.yaml: it is over 1048576 bytes.');
  await writeFile(join(folder, 'ok.yaml'), 'version: 1\nroles: {}\n');
  await expect(loadPolicy(join(folder, 'ok.yaml'))).resolves.toBeDefined();
});
