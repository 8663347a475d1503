import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { needsRoot } from '@portolan/testing/machine';
import { describe, expect, it } from 'vitest';
import { connectGit, type GitClient, runPlainGit } from '../test-support.ts';

/** Every read, with arguments that make it look at everything. */
const reads = [
  ['status', {}],
  ['diff', {}],
  ['diff', { target: 'HEAD' }],
  ['diff', { staged: true }],
  ['log', {}],
  ['show', {}],
  ['blame', { path: 'a.txt', revision: 'HEAD' }],
  ['list_branches', {}],
  ['list_files', {}],
  ['read_file', { path: 'a.txt' }],
  ['search', { pattern: 'one' }],
  ['search', { pattern: 'one', in: 'changes' }],
  ['compare', { base: 'HEAD~1' }],
] as const;

async function callAllReads({ call }: GitClient): Promise<void> {
  for (const [name, args] of reads) await call(name, args);
  await call('blame', { path: 'a.txt' });
}

/** A repository with history, a dirty file and a driver attribute on everything. */
async function prepared(options: Parameters<typeof connectGit>[0] = {}) {
  const box = await connectGit(options);
  box.commit('one', { 'a.txt': 'one\n', '.gitattributes': '* filter=evil diff=evil merge=evil\n' });
  box.commit('two', { 'a.txt': 'two\n' });
  box.put('a.txt', 'three\n');
  const script = join(box.base, 'evil.sh');
  writeFileSync(script, `#!/bin/sh\ntouch ${box.canary}\ncat\n`);
  chmodSync(script, 0o755);
  return { ...box, script };
}

describe('a repository’s configuration runs nothing in reads', () => {
  it.each([
    'core.fsmonitor',
    'core.pager',
    'pager.log',
    'pager.diff',
    'core.editor',
    'core.sshCommand',
    'core.askPass',
    'core.alternateRefsCommand',
    'diff.external',
    'diff.evil.command',
    'diff.evil.textconv',
    'filter.evil.clean',
    'filter.evil.smudge',
    'filter.evil.process',
    'gpg.program',
    'alias.status',
    'alias.log',
    'credential.helper',
    'interactive.diffFilter',
    'trailer.x.command',
  ])('%s', async (key) => {
    const box = await prepared();
    box.git('config', key, box.script);
    box.git('config', 'log.showSignature', 'true');
    await callAllReads(box);
    expect(existsSync(box.canary)).toBe(false);
    expect((await box.ok('diff')).structured).toMatchObject({ files: [{ path: 'a.txt', status: 'M' }] });
  });

  it.each([
    ['core.fsmonitor', ['status']],
    ['diff.external', ['diff']],
    ['diff.evil.textconv', ['diff']],
    ['filter.evil.clean', ['diff']],
  ])('and the trap is real: plain git runs %s', async (key, command) => {
    const box = await prepared();
    box.git('config', key, box.script);
    try {
      box.git(...command);
    } catch {
      // Git may fail over what the script prints; that it ran is what counts.
    }
    expect(existsSync(box.canary)).toBe(true);
  });

  it('settings that change what git prints change no answer', async () => {
    const box = await prepared();
    const answers = async () =>
      Promise.all(reads.map(async ([name, args]) => (await box.call(name, args)).structured));
    const before = await answers();
    const settings = {
      'grep.column': 'true',
      'grep.heading': 'true',
      'status.showStash': 'true',
      'status.relativePaths': 'true',
      'diff.noprefix': 'true',
      'diff.mnemonicPrefix': 'true',
      'diff.orderFile': '/etc/passwd',
      'diff.renames': 'false',
      'color.ui': 'always',
      'log.date': 'relative',
      'log.showSignature': 'true',
      'log.decorate': 'full',
      'log.follow': 'true',
      'format.pretty': 'oneline',
      'core.quotePath': 'true',
      'blame.ignoreRevsFile': '',
      'core.pager': 'cat',
    };
    for (const [key, value] of Object.entries(settings)) box.git('config', key, value);
    expect(await answers()).toEqual(before);
  });

  it('hooks, and a hooks folder of its choice', async () => {
    const box = await prepared();
    for (const folder of [join(box.repo, '.git/hooks'), join(box.repo, 'hooks')]) {
      mkdirSync(folder, { recursive: true });
      for (const hook of [
        'post-index-change',
        'fsmonitor-watchman',
        'pre-auto-gc',
        'reference-transaction',
      ]) {
        writeFileSync(join(folder, hook), readFileSync(box.script));
        chmodSync(join(folder, hook), 0o755);
      }
    }
    box.git('config', 'core.hooksPath', 'hooks');
    await callAllReads(box);
    expect(existsSync(box.canary)).toBe(false);
  });

  it('a file included from the repository', async () => {
    const box = await prepared();
    box.put('more.config', `[core]\n\tfsmonitor = ${box.script}\n[filter "evil"]\n\tclean = ${box.script}\n`);
    box.git('config', 'include.path', '../more.config');
    await callAllReads(box);
    expect(existsSync(box.canary)).toBe(false);
  });

  it('the configuration of a submodule', async () => {
    const box = await prepared();
    const sub = join(box.repo, 'sub');
    runPlainGit(box.base, ['init', '-q', sub]);
    runPlainGit(sub, ['commit', '-q', '--allow-empty', '-m', 'sub']);
    runPlainGit(sub, ['config', 'core.fsmonitor', box.script]);
    box.put(
      '.gitmodules',
      '[submodule "sub"]\n\tpath = sub\n\turl = ext::sh -c touch% CANARY\n\tignore = none\n',
    );
    box.git('add', '.gitmodules', 'sub');
    box.git('commit', '-q', '-m', 'submodule');
    writeFileSync(join(sub, 'new'), 'x');
    box.git('config', 'diff.submodule', 'log');
    await callAllReads(box);
    expect(existsSync(box.canary)).toBe(false);
    expect((await box.ok('list_files')).structured.entries).toContainEqual({
      path: 'sub',
      kind: 'submodule',
    });
    expect(await box.refused('read_file', { path: 'sub' })).toBe('unsupported');
  });

  it('variables of the server’s own environment', async () => {
    const box = await prepared();
    const before = { ...process.env };
    Object.assign(process.env, {
      GIT_EXTERNAL_DIFF: box.script,
      GIT_PAGER: box.script,
      GIT_DIR: box.outside,
      GIT_CONFIG_PARAMETERS: `'core.fsmonitor=${box.script}'`,
    });
    try {
      await callAllReads(box);
      expect((await box.ok('status')).structured).toMatchObject({ branch: 'main' });
    } finally {
      process.env = before;
    }
    expect(existsSync(box.canary)).toBe(false);
  });
});

describe('what leads out of the folders is refused', () => {
  it('a .git file', async () => {
    const box = await prepared();
    renameSync(join(box.repo, '.git'), join(box.outside, 'git'));
    writeFileSync(join(box.repo, '.git'), `gitdir: ${join(box.outside, 'git')}\n`);
    for (const [name, args] of reads)
      expect([name, await box.refused(name, args)]).toEqual([name, 'outside_roots']);
  });

  it.each(['.git', '.git/objects', '.git/refs', '.git/config', '.git/HEAD'])('a link at %s', async (name) => {
    const box = await prepared();
    renameSync(join(box.repo, name), join(box.outside, 'moved'));
    symlinkSync(join(box.outside, 'moved'), join(box.repo, name));
    expect(await box.refused('log')).toBe('outside_roots');
  });

  it('core.worktree, also after the repository was read', async () => {
    const box = await prepared();
    await box.ok('status');
    writeFileSync(join(box.outside, 'secret.txt'), 'secret');
    box.git('config', 'core.worktree', box.outside);
    expect(await box.refused('status')).toBe('outside_roots');
    expect(await box.refused('diff')).toBe('outside_roots');
  });

  it.each(['absolute', 'relative', 'nested'])('an %s alternate', async (how) => {
    const box = await prepared();
    const other = join(box.outside, 'other');
    runPlainGit(box.base, ['init', '-q', other]);
    const objects = join(other, '.git/objects');
    const inner = join(box.repo, 'inner.git/objects');
    mkdirSync(join(inner, 'info'), { recursive: true });
    writeFileSync(join(inner, 'info/alternates'), `${objects}\n`);
    const target =
      { absolute: objects, relative: '../../../outside/other/.git/objects', nested: inner }[how] ?? '';
    writeFileSync(join(box.repo, '.git/objects/info/alternates'), `${target}\n`);
    expect(await box.refused('log')).toBe('outside_roots');
  });

  it('a file that the configuration includes', async () => {
    const box = await prepared();
    writeFileSync(join(box.outside, 'config'), '[user]\n\tname = x\n');
    box.git('config', 'include.path', join(box.outside, 'config'));
    expect(await box.refused('log')).toBe('outside_roots');
  });

  it('a list of commits that blame passes over, of which git would quote a line', async () => {
    const box = await prepared();
    writeFileSync(join(box.outside, 'secret.txt'), 'the secret line\n');
    box.git('config', 'blame.ignoreRevsFile', '../outside/secret.txt');
    const { error } = await box.call('blame', { path: 'a.txt' });
    expect(error?.code).toBe('outside_roots');
    expect(JSON.stringify(error)).not.toContain('secret line');
  });

  it('the common folder of a linked work tree', async () => {
    const box = await prepared();
    runPlainGit(box.base, ['init', '-q', join(box.outside, 'main')]);
    runPlainGit(join(box.outside, 'main'), ['commit', '-q', '--allow-empty', '-m', 'x']);
    const linked = join(box.repo, 'linked');
    runPlainGit(join(box.outside, 'main'), ['worktree', 'add', '-q', linked]);
    expect(await box.refused('log', { repo_path: linked })).toBe('outside_roots');
  });

  it('a repository above, and paths elsewhere', async () => {
    const box = await connectGit({
      folders: ({ put, repo }) => [put('sub/x').slice(0, -2), join(repo, 'sub')],
    });
    expect(await box.refused('log')).toBe('not_found');
    for (const repo_path of ['..', '../..', box.outside, `${box.outside}/none`, '/']) {
      expect([repo_path, await box.refused('log', { repo_path })]).toEqual([repo_path, 'outside_roots']);
    }
    expect(await box.refused('log', { repo_path: 'a\0b' })).toBe('invalid_arguments');
  });

  it('paths in arguments', async () => {
    const box = await prepared();
    for (const path of ['../outside', '/etc/passwd', 'a/../../x']) {
      expect(await box.refused('read_file', { path })).toBe('outside_roots');
      expect(await box.refused('diff', { paths: [path] })).toBe('outside_roots');
    }
    expect(await box.refused('read_file', { path: '.git/config' })).toBe('invalid_arguments');
    expect(await box.refused('diff', { paths: ['.GIT/config'] })).toBe('invalid_arguments');
    expect(await box.refused('blame', { path: 'a\0b' })).toBe('invalid_arguments');
  });
});

describe('arguments are never options or expressions', () => {
  const hostile = [
    '--output=CANARY',
    '-OCANARY',
    '-D',
    '--no-index',
    '--exec=touch CANARY',
    '--upload-pack=touch CANARY',
    'HEAD:../outside',
    'HEAD:a.txt',
    ':/one',
    'HEAD^{/one}',
    'a..b',
    '^HEAD',
    'HEAD\0',
    'HEAD\n--output=CANARY',
    'a b',
    '',
    'refs/../../x',
    'x.lock',
    '@{-1}:a.txt',
  ];

  it.each(hostile)('%j as a revision', async (revision) => {
    const box = await prepared();
    for (const name of ['log', 'show', 'list_files'] as const) {
      expect([name, await box.refused(name, { revision })]).toEqual([name, 'invalid_arguments']);
    }
    expect(await box.refused('diff', { target: revision })).toBe('invalid_arguments');
    expect(await box.refused('compare', { base: revision })).toBe('invalid_arguments');
    expect(await box.refused('blame', { path: 'a.txt', revision })).toBe('invalid_arguments');
    expect(await box.refused('read_file', { path: 'a.txt', revision })).toBe('invalid_arguments');
    expect(await box.refused('search', { pattern: 'x', revision })).toBe('invalid_arguments');
    expect(existsSync(join(box.repo, 'CANARY'))).toBe(false);
  });

  it('pathspec magic is a name', async () => {
    const box = await prepared();
    for (const path of [':/', ':(top)', ':!a.txt', '*', ':(exclude)a.txt', '--output=CANARY']) {
      expect((await box.ok('diff', { paths: [path] })).structured).toMatchObject({ total: 0 });
    }
    expect(existsSync(join(box.repo, 'CANARY'))).toBe(false);
  });
});

describe('unusual repositories', () => {
  it('belong to another user: refused, unless the operator trusts owners', async () => {
    needsRoot('give a folder to another user');
    const box = await prepared();
    for (const path of [box.repo, join(box.repo, '.git')]) chownSync(path, 12345, 12345);
    expect(await box.refused('log')).toBe('permission_denied');
    const trusting = await prepared({ argv: ['--trust-owners'] });
    for (const path of [trusting.repo, join(trusting.repo, '.git')]) chownSync(path, 12345, 12345);
    await trusting.ok('log');
  });

  it('with SHA-256', async () => {
    const box = await prepared({ init: ['--object-format=sha256'] });
    for (const [name, args] of reads) await box.ok(name, args);
    const first = await box.ok('show', { revision: 'HEAD~1' });
    expect(first.structured).toMatchObject({ commit: { commit: expect.stringMatching(/^[0-9a-f]{64}$/) } });
  });

  it('shallow and partial: what is missing is said, and no remote is reached', async () => {
    const box = await connectGit({ folders: ({ base }) => [base] });
    const { repo, base } = box;
    box.commit('one', { 'a.txt': 'one\n' });
    box.commit('two', { 'a.txt': 'two\n' });
    box.git('config', 'uploadpack.allowFilter', 'true');
    runPlainGit(base, ['clone', '-q', '--depth', '1', `file://${repo}`, join(base, 'shallow')]);
    runPlainGit(base, [
      'clone',
      '-q',
      '--no-checkout',
      '--filter=blob:none',
      `file://${repo}`,
      join(base, 'partial'),
    ]);
    const { structured } = await box.ok('log', { repo_path: 'shallow' });
    expect(structured.commits).toHaveLength(1);
    await box.ok('log', { repo_path: 'partial' });
    expect(await box.refused('read_file', { repo_path: 'partial', path: 'a.txt' })).toBe('unavailable');
  });

  it('bare: served when the operator names it, refused inside a work tree', async () => {
    const box = await connectGit({
      folders: ({ base }) =>
        [join(base, 'bare.git')].map((path) => {
          runPlainGit(base, ['init', '-q', '--bare', '-b', 'main', path]);
          return path;
        }),
    });
    box.commit('one', { 'a.txt': 'one\n' });
    box.git('push', '-q', join(box.base, 'bare.git'), 'main');
    expect((await box.ok('read_file', { path: 'a.txt' })).structured).toMatchObject({ content: 'one\n' });
    expect((await box.ok('log')).structured.commits).toHaveLength(1);
    const other = await connectGit();
    other.commit('one', { 'a.txt': 'one\n' });
    const embedded = join(other.repo, 'evil');
    runPlainGit(other.repo, ['init', '-q', '--bare', embedded]);
    runPlainGit(embedded, ['config', 'core.fsmonitor', `touch ${other.canary}`]);
    runPlainGit(embedded, ['config', 'core.bare', 'false']);
    runPlainGit(other.repo, ['config', '-f', join(embedded, 'config'), 'core.worktree', other.repo]);
    const { structured } = await other.ok('log', { repo_path: 'evil' });
    expect(structured.commits).toMatchObject([{ subject: 'one' }]);
    await other.ok('status', { repo_path: 'evil' });
    expect(existsSync(other.canary)).toBe(false);
  });

  it('linked work trees inside the folders', async () => {
    const box = await connectGit({ folders: ({ base }) => [base] });
    box.commit('one', { 'a.txt': 'one\n' });
    box.git('worktree', 'add', '-q', '-b', 'side', join(box.base, 'linked'));
    expect((await box.ok('status', { repo_path: 'linked' })).structured).toMatchObject({ branch: 'side' });
    expect(await box.refused('status')).toBe('invalid_arguments');
  });

  it('named from a folder inside, or narrowed by the client’s folders', async () => {
    const inner = await connectGit();
    inner.commit('one', { 'src/deep/x': 'x' });
    await inner.ok('log', { repo_path: 'src/deep' });
    const box = await connectGit({
      folders: ({ base }) => [base],
      era: 'legacy',
      roots: ({ repo }) => [`file://${repo}`],
    });
    box.commit('one');
    runPlainGit(box.base, ['init', '-q', join(box.base, 'other')]);
    expect((await box.ok('log')).structured.commits).toHaveLength(1);
    expect(await box.refused('log', { repo_path: join(box.base, 'other') })).toBe('outside_roots');
  });
});
