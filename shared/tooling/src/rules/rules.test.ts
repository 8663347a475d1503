import { describe, expect, it } from 'vitest';
import { documentedExports } from './documented-exports.ts';
import { fileLength, MAX_LINES } from './file-length.ts';
import { forbiddenNames } from './forbidden-names.ts';
import { importBoundaries } from './import-boundaries.ts';
import { matchedObjects } from './matched-objects.ts';
import { pinnedDependencies } from './pinned-dependencies.ts';
import { publishedPackages } from './published-packages.ts';
import { quietOutput } from './quiet-output.ts';
import type { Rule } from './rule.ts';
import { parseFile } from './source-file.ts';
import { toolTests } from './tool-tests.ts';
import { typeEscapes } from './type-escapes.ts';
import { packageJson, type Workspace } from './workspace.ts';

/** Files by path; a `package.json` is a package. */
function workspace(contents: Readonly<Record<string, string>>): Workspace {
  const entries = Object.entries(contents);
  return {
    paths: Object.keys(contents),
    files: entries.filter(([path]) => path.endsWith('.ts')).map(([path, text]) => parseFile(path, text)),
    packages: entries
      .filter(([path]) => path.endsWith('package.json'))
      .map(([path, text]) => {
        const folder = path.slice(0, -'/package.json'.length);
        const hasReadme = Object.hasOwn(contents, `${folder}/README.md`);
        return { folder, hasReadme, manifest: packageJson.parse(JSON.parse(text)) };
      }),
  };
}

const findings = (rule: Rule, contents: Readonly<Record<string, string>>) =>
  rule.check(workspace(contents)).map(({ file, line, message }) => `${file}:${line ?? ''} ${message}`);

describe('import-boundaries', () => {
  const named = (name: string) => JSON.stringify({ name });
  const packages = {
    'packages/git/package.json': named('@portolan/git'),
    'packages/host/package.json': named('@portolan/host'),
    'shared/runtime/package.json': named('@portolan/runtime'),
    'shared/testing/package.json': named('@portolan/testing'),
    'shared/doubles/package.json': named('@portolan/doubles'),
  };
  const check = (path: string, text: string) => findings(importBoundaries, { ...packages, [path]: text });

  it.each([
    [
      'packages/git/src/a.ts',
      "import { x } from '@portolan/runtime';\nexport * from '@portolan/runtime/cache';",
    ],
    ['packages/host/src/a.ts', "await import('@portolan/git');"],
    ['packages/git/src/a.test.ts', "import { x } from '@portolan/testing';"],
    ['packages/git/test/a.test.ts', "import { x } from '@portolan/older-node';"],
    ['packages/git/src/a.test.ts', "import { x } from '@portolan/doubles/github';"],
    ['bench/src/a.ts', "import { x } from '@portolan/doubles/github';"],
    ['shared/tooling/src/a.ts', "import x from '../../../package.json' with { type: 'json' };"],
    ['shared/runtime/src/a.test.ts', "import { x } from '../../testing/src/index.ts';"],
  ])('allows %s its imports', (path, text) => expect(check(path, text)).toEqual([]));

  it.each([
    ['packages/slack/src/a.ts', "\nimport { x } from '@portolan/git';", ':2 imports @portolan/git'],
    ['packages/slack/src/a.ts', "await import('@portolan/git/server');", ':1 imports @portolan/git/server'],
    ['packages/slack/src/a.ts', "import '../../git/src/a.ts';", ':1 imports ../../git/src/a.ts'],
    ['packages/slack/src/a.test.ts', "import '../../git/src/a.ts';", ':1 imports ../../git/src/a.ts'],
    ['packages/git/src/a.ts', "import '@portolan/testing';", ':1 imports @portolan/testing'],
    ['shared/runtime/src/a.ts', "export { x } from '@portolan/testing';", ':1 imports @portolan/testing'],
    ['packages/host/src/a.ts', "import '@portolan/testing';", ':1 imports @portolan/testing'],
    ['packages/git/src/a.ts', "import '@portolan/doubles/github';", ':1 imports @portolan/doubles/github'],
    ['packages/host/src/a.ts', "import '@portolan/doubles/slack';", ':1 imports @portolan/doubles/slack'],
    ['shared/testing/src/a.ts', "import '@portolan/doubles/slack';", ':1 imports @portolan/doubles/slack'],
    ['shared/doubles/src/a.ts', "import '@portolan/runtime';", ':1 imports @portolan/runtime'],
  ])('refuses %s: %s', (path, text, found) =>
    expect(check(path, text)).toEqual([expect.stringContaining(path + found)]),
  );
});

describe('quiet-output', () => {
  it.each([
    'console.log(1);',
    'process.stdout.write("");',
    'const { stdout } = process;',
    'send(process.stdout);',
  ])('refuses %s where stdio reaches it, not in a command or a test', (text) => {
    expect(findings(quietOutput, { 'packages/git/src/a.ts': text })).toHaveLength(1);
    expect(findings(quietOutput, { 'shared/runtime/src/http/a.ts': text })).toHaveLength(1);
    expect(findings(quietOutput, { 'shared/runtime/src/commands/a.ts': text })).toEqual([]);
    expect(findings(quietOutput, { 'packages/git/src/a.test.ts': text })).toEqual([]);
  });
});

describe('type-escapes', () => {
  it.each([
    'const a: any = 1;',
    'a!.b();',
    'const a = b as string;',
    'const a = <string>b;',
    '// @ts-expect-error\na();',
  ])('refuses %s', (text) =>
    expect(findings(typeEscapes, { 'packages/git/src/a.ts': text })).toHaveLength(1),
  );

  it('allows what only looks like one', () => {
    const text = [
      "import { a as b } from './b.ts';",
      "import * as z from 'zod';",
      "export { b as c } from './b.ts';",
      'const d = [1] as const;',
      '// as any string!',
      'const e = !b != !z;',
    ].join('\n');
    expect(findings(typeEscapes, { 'packages/git/src/a.ts': text })).toEqual([]);
  });
});

describe('file-length', () => {
  it(`refuses a source of more than ${MAX_LINES} lines, and counts no test`, () => {
    const lines = (count: number) => 'a();\n'.repeat(count);
    expect(findings(fileLength, { 'packages/git/src/a.ts': lines(MAX_LINES) })).toEqual([]);
    expect(findings(fileLength, { 'packages/git/src/a.ts': lines(MAX_LINES + 1) })).toHaveLength(1);
    expect(findings(fileLength, { 'packages/git/src/a.test.ts': lines(MAX_LINES + 1) })).toEqual([]);
  });
});

describe('documented-exports', () => {
  const packages = (more: object = {}) => ({
    'shared/x/package.json': JSON.stringify({
      name: '@portolan/x',
      exports: {
        '.': { 'portolan-source': './src/index.ts' },
        './more': { 'portolan-source': './src/a.ts' },
      },
      ...more,
    }),
  });
  const check = (a: string, index = "export * from './a.ts';", more: object = {}) =>
    findings(documentedExports, {
      ...packages(more),
      'shared/x/src/index.ts': index,
      'shared/x/src/a.ts': a,
      'shared/x/src/inner.ts': 'export const inner = 1;',
    });

  it.each([
    'export const a = 1;',
    'export function a() {}',
    'export function a(b: 1): void;\nexport function a(b: 2): void {}',
    'export class a {}',
    'export interface a {}',
    'export type a = 1;',
    'const a = 1;\nexport { a };',
    'export const a = 1;\nexport type a = 2;',
    '/** Of the import. */\nimport b from "b";\nexport const a = 1;',
    '// No doc comment.\nexport const a = 1;',
    '/* Nor this one. */\nexport const a = 1;',
  ])('refuses %s', (text) =>
    expect(check(text)).toEqual([expect.stringMatching(/^shared\/x\/src\/a\.ts:\d a is public/)]),
  );

  it.each([
    '/** One. */\nexport const a = 1;',
    '/**\n * One.\n */\n// biome-ignore lint/a/b: c\nexport const a = 1;',
    '/** One. */\nexport function a(b: 1): void;\nexport function a(b: 2): void {}',
    '/** One. */\nconst a = 1;\nexport { a };',
    '/** One. */\nexport const a = 1;\nexport type a = 2;',
    'const a = 1;',
  ])('allows %s', (text) => expect(check(text)).toEqual([]));

  it('looks at what entry points export, by its own name, and at published packages alone', () => {
    const a = 'export const a = 1;\nconst b = 2;\nexport { b as c };';
    const found = ['shared/x/src/a.ts:1 a is', 'shared/x/src/a.ts:2 b is'];
    expect(check(a)).toEqual(found.map((text) => expect.stringContaining(text)));
    expect(check('', "export { inner as one } from './inner.ts';")).toHaveLength(1);
    expect(check('', "export { other } from './inner.ts';")).toEqual([]);
    expect(check(a, undefined, { private: true })).toEqual([]);
  });
});

describe('forbidden-names', () => {
  it.each(['packages/git/src/utils/a.ts', 'packages/git/src/path-helpers.ts', 'packages/git/src/fooBar.ts'])(
    'refuses %s',
    (path) => {
      const contents = { [path]: '', 'packages/git/src/utils': '' };
      expect(findings(forbiddenNames, path.includes('/utils/') ? contents : { [path]: '' })).toHaveLength(1);
    },
  );

  it('allows the rest', () => {
    expect(
      findings(forbiddenNames, { 'packages/git/src/git-log.test.ts': '', 'shared/x/a.config.ts': '' }),
    ).toEqual([]);
  });
});

describe('matched-objects', () => {
  const check = (text: string) => findings(matchedObjects, { 'packages/git/src/a.test.ts': text });

  it.each([
    'expect(a).toMatchObject({ message: /b/ });',
    'await expect(a).rejects.toMatchObject({ error: { list: [{ message: /b/i }] } });',
    'expect(a).not.toMatchObject(b ? { message: /b/ } : {});',
    'expect(a).toMatchObject([/b/]);',
    'expect(a).toMatchObject({ lines: [1, /b/] });',
  ])('refuses %s', (text) => expect(check(text)).toHaveLength(1));

  it.each([
    'expect(a).toMatchObject({ message: expect.stringMatching(/b/) });',
    'expect(a).toMatchObject([expect.stringMatching(/b/)]);',
    'expect(a).toMatch(/b/);',
    'expect({ form: /b/ }).toEqual({ form: /b/ });',
  ])('allows %s', (text) => expect(check(text)).toEqual([]));

  it('is there because such a test cannot fail', () => {
    const message: unknown = /never/;
    expect({ message: 'something else' }).toMatchObject({ message });
    expect(['something else']).toMatchObject([message]);
  });
});

describe('tool-tests', () => {
  const tool = "export const readLog = defineGitTool({ name: 'read_log' });";
  it('wants a test beside a tool, not beside what tools share', () => {
    expect(findings(toolTests, { 'packages/git/src/tools/read-log.ts': tool })).toEqual([
      expect.stringContaining('add packages/git/src/tools/read-log.test.ts'),
    ]);
    expect(
      findings(toolTests, {
        'packages/git/src/tools/read-log.ts': tool,
        'packages/git/src/tools/read-log.test.ts': '',
        'packages/git/src/tools/define-git-tool.ts':
          'export function defineGitTool() { return defineTool({}); }',
        'packages/git/src/tools/fields.ts': 'export const a = z.string();',
      }),
    ).toEqual([]);
  });
});

describe('packages', () => {
  const whole = {
    name: '@portolan/git',
    description: 'Git',
    license: 'Apache-2.0',
    engines: { node: '>=22.19' },
    files: ['dist'],
    publishConfig: { access: 'public' },
  };
  const json = (more: object) => ({ 'packages/git/package.json': JSON.stringify({ ...whole, ...more }) });

  it('that are published say what they are', () => {
    expect(findings(publishedPackages, { ...json({}), 'packages/git/README.md': '' })).toEqual([]);
    expect(findings(publishedPackages, json({ private: true }))).toEqual([]);
    expect(
      findings(
        publishedPackages,
        json({ license: 'MIT', engines: {}, files: [], description: '', publishConfig: {} }),
      ),
    ).toHaveLength(6);
  });

  it('that are published keep every entry point', () => {
    const [index, more] = [{ '.': './src/index.ts' }, { './more': './src/more.ts' }];
    const published = (exports: object) =>
      findings(publishedPackages, {
        ...json({ exports: { ...index, ...more }, publishConfig: { access: 'public', exports } }),
        'packages/git/README.md': '',
      });
    expect(published({ ...index, ...more })).toEqual([]);
    expect(published(index)).toEqual([
      'packages/git/package.json: is published but has no "./more" in publishConfig.exports',
    ]);
  });

  it('that are published all say where in the repository they are, once one names it', () => {
    const repository = { type: 'git', url: 'git+https://example.com/p.git', directory: 'packages/git' };
    const check = (git: unknown, slack: unknown) =>
      findings(publishedPackages, {
        ...json({ repository: git }),
        'packages/slack/package.json': JSON.stringify({ ...whole, repository: slack }),
        'packages/git/README.md': '',
        'packages/slack/README.md': '',
      });
    const wanted = (folder: string) =>
      `${folder}/package.json: is published but has no repository with type git, url and directory "${folder}"`;
    expect(check(undefined, undefined)).toEqual([]);
    expect(check(repository, { ...repository, directory: 'packages/slack' })).toEqual([]);
    expect(check(repository, undefined)).toEqual([wanted('packages/slack')]);
    expect(check(repository, repository)).toEqual([wanted('packages/slack')]);
    expect(check(repository.url, { ...repository, directory: undefined })).toEqual([
      wanted('packages/git'),
      wanted('packages/slack'),
    ]);
  });

  it.each(['^1.0.0', 'npm:a@^1.0.0', '~1.0.0', '1.x', 'latest', '*', '>=1.0.0', '1.0'])(
    'name no dependency as %s',
    (version) => {
      expect(findings(pinnedDependencies, json({ dependencies: { a: version } }))).toHaveLength(1);
      expect(findings(pinnedDependencies, json({ devDependencies: { a: version } }))).toHaveLength(1);
    },
  );

  it('name exact versions, workspace packages and ranges of peers', () => {
    const allowed = {
      dependencies: { a: '1.0.0', b: '2.0.0-alpha.1' },
      devDependencies: { c: 'workspace:*', d: 'npm:@x/d@1.2.3-alpha.1' },
    };
    expect(findings(pinnedDependencies, json({ ...allowed, peerDependencies: { d: '^1.0.0' } }))).toEqual([]);
  });
});
