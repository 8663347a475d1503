import { createHash } from 'node:crypto';
import {
  existsSync,
  lstatSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { connectGit, type GitClient, runPlainGit } from '../test-support.ts';

type Files = Readonly<Record<string, string | Buffer | null>>;

/** Writes, links (`->target`) and deletes (null), and commits all of it. */
function change({ put, commit, repo }: GitClient, message: string, files: Files): void {
  for (const [name, content] of Object.entries(files)) {
    const path = join(repo, name);
    rmSync(path, { force: true, recursive: true });
    if (typeof content === 'string' && content.startsWith('->')) symlinkSync(content.slice(2), path);
    else if (content !== null) put(name, content);
  }
  commit(message);
}

interface Versions {
  readonly base: Files;
  readonly ours: Files;
  readonly theirs: Files;
}

/** A repository in a merge of `side` into `main`, with conflicts. */
async function merging({ base, ours, theirs }: Versions, init: readonly string[] = []): Promise<GitClient> {
  const box = await connectGit({ argv: ['--yes'], init });
  change(box, 'base', base);
  box.git('checkout', '-q', '-b', 'side');
  change(box, 'side', theirs);
  box.git('checkout', '-q', 'main');
  change(box, 'main', ours);
  const merged = await box.ok('merge', { revision: 'side', keep_conflicts: true });
  expect(merged.structured).toMatchObject({ inProgress: true });
  return box;
}

const content = { base: { f: 'base\n' }, ours: { f: 'main\n' }, theirs: { f: 'side\n' } };
const unmerged = ({ git }: GitClient) => git('ls-files', '-u');
const staged = ({ git }: GitClient) => git('ls-files', '-s');
const real = { preview: false };

it('previews, takes a side, keeps every version, and says what is next', async () => {
  const box = await merging({
    base: { f: 'base\n', g: 'base\n' },
    ours: { f: 'main\n', g: 'main\n' },
    theirs: { f: 'side\n', g: 'side\n' },
  });
  const { ok, git, put, repo } = box;
  put('f', 'half by hand\n');
  const before = staged(box);
  const plan = await ok('resolve_conflict', { files: ['f'], side: 'theirs' });
  expect(plan.structured).toEqual({
    done: false,
    ours: { commit: git('rev-parse', 'main'), subject: 'main' },
    theirs: { commit: git('rev-parse', 'side'), subject: 'side' },
    files: [{ path: 'f', result: 'written' }],
    totalFiles: 1,
    conflicts: ['f', 'g'],
    totalConflicts: 2,
    next: 'Call again with preview false.',
  });
  expect([staged(box), readFileSync(join(repo, 'f'), 'utf8')]).toEqual([before, 'half by hand\n']);
  expect(git('for-each-ref', 'refs/portolan')).toBe('');
  const { structured } = await ok('resolve_conflict', { files: ['./f'], side: 'theirs', ...real });
  expect(structured).toMatchObject({ done: true, conflicts: ['g'], totalConflicts: 1 });
  expect(structured.next).toContain('other conflicts');
  expect(readFileSync(join(repo, 'f'), 'utf8')).toBe('side\n');
  expect(git('status', '--porcelain')).toBe('M  f\nUU g');
  const { backup } = structured;
  const kept = ['', '^1', '^2', '^3'].map((parent) => git('show', `${backup}${parent}:f`));
  expect(kept).toEqual(['half by hand', 'base', 'main', 'side']);
  const last = await ok('resolve_conflict', { all: true, side: 'ours', ...real });
  expect(last.structured).toMatchObject({ conflicts: [], next: 'Look at diff, then continue_operation.' });
  expect((await ok('continue_operation')).structured).toMatchObject({ done: true });
  expect(git('show', 'HEAD:f', 'HEAD:g')).toBe('side\nmain');
  expect(git('status', '--porcelain')).toBe('');
  await ok('restore', { files: ['f'], revision: String(backup), preview: false });
  expect(readFileSync(join(repo, 'f'), 'utf8')).toBe('half by hand\n');
});

const every: Versions = {
  base: {
    bin: Buffer.of(0, 1, 2),
    link: '->base',
    'old/gone-here': 'a\n',
    'old/gone-there': 'a\n',
    moved: '1\n2\n3\n4\n5\n',
    'odd "name"\n*.txt': 'a\n',
  },
  ours: {
    bin: Buffer.of(0, 1, 3),
    link: '->main',
    both: 'main\n',
    'old/gone-here': null,
    'old/gone-there': 'main\n',
    moved: null,
    'moved-main': '1\n2\n3\n4\n5\n',
    'odd "name"\n*.txt': 'main\n',
  },
  theirs: {
    bin: Buffer.of(0, 1, 4),
    link: '->side',
    both: 'side\n',
    'old/gone-here': 'side\n',
    'old/gone-there': null,
    moved: null,
    'moved-side': '1\n2\n3\n4\n5\n',
    'odd "name"\n*.txt': 'side\n',
  },
};

it.each([
  ['ours', 'main', []],
  ['theirs', 'side', []],
  ['theirs', 'side', ['--object-format=sha256']],
] as const)('takes %s of every kind of conflict, which is %s %j', async (side, branch, init) => {
  const box = await merging(every, init);
  const { structured } = await box.ok('resolve_conflict', { all: true, side, ...real });
  const removed =
    side === 'ours' ? ['moved', 'moved-side', 'old/gone-here'] : ['moved', 'moved-main', 'old/gone-there'];
  expect(structured).toMatchObject({ totalFiles: 9, conflicts: [] });
  expect(structured.files).toEqual(
    expect.arrayContaining(removed.map((path) => ({ path, result: 'removed' }))),
  );
  expect([unmerged(box), box.git('diff', branch)]).toEqual(['', '']);
  expect(box.git('diff', '--cached', branch)).toBe('');
  expect(box.git('ls-files', '--others')).toBe('');
  expect(readlinkSync(join(box.repo, 'link'))).toBe(branch);
});

it('removes the folder that a deleted file leaves empty', async () => {
  const box = await merging({
    base: { 'a/b/f': '1\n' },
    ours: { 'a/b/f': null },
    theirs: { 'a/b/f': '2\n' },
  });
  await box.ok('resolve_conflict', { files: ['a/b/f'], side: 'ours', ...real });
  expect([existsSync(join(box.repo, 'a')), existsSync(box.repo), staged(box)]).toEqual([false, true, '']);
});

it('changes nothing unless every path is a file in conflict, by its exact name', async () => {
  const box = await merging({
    base: { f: 'base\n', 'd/g': 'base\n', clean: 'x\n' },
    ours: { f: 'main\n', 'd/g': 'main\n' },
    theirs: { f: 'side\n', 'd/g': 'side\n' },
  });
  const before = staged(box);
  const cases = [
    [['f', 'clean'], 'conflict'],
    [['f', 'absent'], 'conflict'],
    [['f', 'd'], 'conflict'],
    [['f', '*'], 'conflict'],
    [['f', '.'], 'conflict'],
    [['f', '../outside/x'], 'outside_roots'],
    [['f', '/etc/passwd'], 'outside_roots'],
    [['f', '.git/config'], 'invalid_arguments'],
    [[], 'invalid_arguments'],
  ] as const;
  for (const [files, code] of cases) {
    const args = { files, side: 'theirs', ...real };
    expect([files, await box.refused('resolve_conflict', args)]).toEqual([files, code]);
  }
  const both = { files: ['f'], all: true, side: 'ours' };
  expect(await box.refused('resolve_conflict', both)).toBe('invalid_arguments');
  const { error } = await box.call('resolve_conflict', { files: ['f', 'clean'], side: 'ours' });
  expect(error?.data).toEqual({ files: ['clean'] });
  expect([staged(box), box.git('for-each-ref', 'refs/portolan')]).toEqual([before, '']);
  expect(readFileSync(join(box.repo, 'f'), 'utf8')).toContain('<<<<<<<');
  await box.ok('abort_operation', real);
  expect(await box.refused('resolve_conflict', { all: true, side: 'ours' })).toBe('conflict');
});

it('says which side is which in a rebase, a cherry-pick, a revert and a stash', async () => {
  const { ok, diverge, git, put } = await connectGit({ argv: ['--yes'] });
  diverge();
  const main = git('rev-parse', 'main');
  const side = git('rev-parse', 'side');
  const sidesNow = async () => (await ok('resolve_conflict', { all: true, side: 'ours' })).structured;
  await ok('rebase', { revision: 'side', keep_conflicts: true });
  expect(await sidesNow()).toMatchObject({ ours: { commit: side }, theirs: { commit: main } });
  const kept = await ok('resolve_conflict', { files: ['f'], side: 'theirs', ...real });
  expect(kept.structured.next).toContain('continue_operation');
  expect((await ok('continue_operation')).structured).toMatchObject({ done: true });
  expect(git('log', '--format=%s')).toBe('main\nside\nbase');
  expect(git('show', 'HEAD:f')).toBe('main');
  git('reset', '-q', '--hard', main);
  await ok('cherry_pick', { revision: 'side', keep_conflicts: true });
  expect(await sidesNow()).toMatchObject({ ours: { commit: main }, theirs: { commit: side } });
  await ok('abort_operation', real);
  const before = git('rev-parse', 'side~1');
  await ok('revert', { revision: 'side', keep_conflicts: true });
  expect(await sidesNow()).toMatchObject({ ours: { commit: main }, theirs: { commit: before } });
  await ok('abort_operation', real);
  put('f', 'aside\n');
  git('stash', 'push', '-q');
  put('f', 'later\n');
  git('commit', '-q', '-a', '-m', 'later');
  expect((await ok('stash', { action: 'pop' })).structured).toMatchObject({ conflicts: ['f'] });
  expect(await sidesNow()).not.toHaveProperty('theirs');
  const taken = await ok('resolve_conflict', { all: true, side: 'theirs', ...real });
  expect([taken.structured.next, git('show', ':f')]).toEqual(['Look at diff, then commit.', 'aside']);
});

it('refuses a submodule, and resolves the files beside it', async () => {
  const box = await connectGit({ argv: ['--yes'] });
  const { git, ok, put } = box;
  const id = (name: string) => box.commit(name);
  const [one, two, three] = [id('1'), id('2'), id('3')];
  const commitLink = (link: string, f: string) => {
    git('update-index', '--add', '--cacheinfo', `160000,${link},sub`);
    put('f', f);
    git('add', 'f');
    git('commit', '-q', '-m', f);
  };
  commitLink(`${one}`, 'base\n');
  git('checkout', '-q', '-b', 'side');
  commitLink(`${two}`, 'side\n');
  git('checkout', '-q', 'main');
  commitLink(`${three}`, 'main\n');
  expect(() => git('merge', 'side')).toThrow();
  const before = staged(box);
  for (const args of [{ all: true }, { files: ['f', 'sub'] }]) {
    const { error } = await box.call('resolve_conflict', { ...args, side: 'ours', ...real });
    expect([error?.code, error?.message]).toEqual(['unsupported', expect.stringContaining('"sub"')]);
  }
  expect(staged(box)).toBe(before);
  const { structured } = await ok('resolve_conflict', { files: ['f'], side: 'ours', ...real });
  expect(structured).toMatchObject({ conflicts: ['sub'] });
});

it('neither writes nor deletes through a link, nor over a folder', async () => {
  const box = await merging({
    base: { 'd/f': 'base\n', 'd/gone': 'base\n', g: 'base\n' },
    ours: { 'd/f': 'main\n', 'd/gone': null, g: 'main\n' },
    theirs: { 'd/f': 'side\n', 'd/gone': 'side\n', g: 'side\n' },
  });
  const { repo, put, refused } = box;
  rmSync(join(repo, 'd'), { recursive: true });
  symlinkSync(box.outside, join(repo, 'd'));
  const victim = put('../outside/gone', 'precious\n');
  rmSync(join(repo, 'g'));
  put('g/untracked', 'precious\n');
  const before = staged(box);
  for (const [file, side] of [
    ['d/f', 'theirs'],
    ['d/gone', 'ours'],
    ['g', 'ours'],
  ] as const) {
    const args = { files: [file], side, ...real };
    expect([file, await refused('resolve_conflict', args)]).toEqual([file, 'conflict']);
  }
  expect(readFileSync(victim, 'utf8')).toBe('precious\n');
  expect(existsSync(join(box.outside, 'f'))).toBe(false);
  expect(readFileSync(join(repo, 'g/untracked'), 'utf8')).toBe('precious\n');
  expect([staged(box), lstatSync(join(repo, 'd')).isSymbolicLink()]).toEqual([before, true]);
});

it('runs no filter that the repository names, and stores the version of the side as it is', async () => {
  const box = await merging({ ...content, base: { f: 'base\n', '.gitattributes': 'f filter=evil\n' } });
  for (const kind of ['clean', 'smudge', 'process'])
    box.git('config', `filter.evil.${kind}`, `touch ${box.canary}; cat`);
  box.git('config', 'filter.evil.required', 'true');
  await box.ok('resolve_conflict', { files: ['f'], side: 'theirs', ...real });
  expect([existsSync(box.canary), box.git('show', ':f')]).toEqual([false, 'side']);
  expect(readFileSync(join(box.repo, 'f'), 'utf8')).toBe('side\n');
  expect(() => box.git('checkout-index', '-f', 'f')).toThrow();
  expect(existsSync(box.canary), 'the trap is real').toBe(true);
});

it('follows no name out of the repository that an index brings along', async () => {
  const box = await merging({
    base: { 'd/victim': '1\n' },
    ours: { 'd/victim': '2\n' },
    theirs: { 'd/victim': null },
  });
  const index = join(box.repo, '.git/index');
  const bytes = readFileSync(index);
  // A name of the same length, and the checksum over all that is before it.
  const body = Buffer.from(
    bytes.subarray(0, -20).toString('latin1').replaceAll('d/victim', '../victi'),
    'latin1',
  );
  writeFileSync(index, Buffer.concat([body, createHash('sha1').update(body).digest()]));
  const victim = box.put('../victi', 'precious\n');
  expect(box.git('ls-files', '-u')).toContain('\t../victi');
  for (const side of ['ours', 'theirs']) {
    for (const which of [{ all: true }, { files: ['../victi'] }]) {
      const code = await box.refused('resolve_conflict', { ...which, side, ...real });
      expect([side, which, code]).toEqual([side, which, 'outside_roots']);
    }
  }
  expect(readFileSync(victim, 'utf8')).toBe('precious\n');
});

it('asks the user before it discards, and changes nothing when they decline', async () => {
  const box = await connectGit({ confirms: false });
  box.diverge();
  await box.ok('merge', { revision: 'side', keep_conflicts: true });
  const before = staged(box);
  await box.ok('resolve_conflict', { all: true, side: 'ours' });
  expect((await box.call('resolve_conflict', { all: true, side: 'ours', ...real })).isError).toBe(true);
  expect(staged(box)).toBe(before);
});

it('is named where conflicts stop another tool', async () => {
  const { call } = await merging(content);
  const { error } = await call('commit', { message: 'too early' });
  expect([error?.code, error?.next]).toEqual(['conflict', expect.stringContaining('resolve_conflict')]);
});

/** A repository in which `git am -3` of a patch stopped at a conflict. */
async function applyingMail(): Promise<GitClient> {
  const box = await connectGit({ argv: ['--yes'] });
  box.diverge();
  const mail = box.git('format-patch', '-1', '--stdout', 'side');
  expect(() => runPlainGit(box.repo, ['am', '-3', '-q'], mail)).toThrow();
  return box;
}

it('goes on with a mail after its conflict is resolved', async () => {
  const { ok, git } = await applyingMail();
  expect((await ok('status')).structured).toMatchObject({ operation: 'am', conflicts: 1 });
  const { structured } = await ok('resolve_conflict', { all: true, side: 'theirs', ...real });
  expect(structured.next).toContain('continue_operation');
  expect(structured).not.toHaveProperty('theirs');
  expect((await ok('continue_operation')).structured).toMatchObject({ done: true });
  expect(git('log', '--format=%s', '-2')).toBe('side\nmain');
  expect(git('show', 'HEAD:f')).toBe('side');
});

it('gives a mail up', async () => {
  const { ok, git, put } = await applyingMail();
  put('f', 'half by hand\n');
  const { structured } = await ok('abort_operation', real);
  expect(structured.done).toBe(true);
  expect(git('show', 'HEAD:f', `${structured.backup}:f`)).toBe('main\nhalf by hand');
});

it.each(['ours', 'theirs'])('takes %s in a partial clone that lacks the base', async (side) => {
  const box = await connectGit({ argv: ['--yes'], folders: ({ base }) => [base] });
  box.commit('base', { f: 'base\n1\n2\n3\n', g: 'g\n' });
  box.git('checkout', '-q', '-b', 'side');
  box.commit('side', { f: 'side\n1\n2\n3\n' });
  box.git('checkout', '-q', 'main');
  box.git('rm', '-q', 'f');
  box.commit('main deletes f');
  box.git('config', 'uploadpack.allowFilter', 'true');
  const part = join(box.base, 'part');
  box.git('clone', '-q', '--no-local', '--filter=blob:none', `file://${box.repo}`, part);
  // What git leaves of a merge whose file is deleted on one side: the base was never fetched.
  const stages = [1, 3].map((stage) => {
    const id = box.git('rev-parse', stage === 1 ? 'side~1:f' : 'side:f');
    return `100644 ${id} ${stage}\tf\n`;
  });
  runPlainGit(part, ['cat-file', '-e', box.git('rev-parse', 'side:f')]);
  runPlainGit(part, ['update-index', '--index-info'], stages.join(''));
  const repo_path = 'part';
  const { structured } = await box.ok('resolve_conflict', { repo_path, all: true, side, ...real });
  expect(structured).toMatchObject({ totalConflicts: 0 });
  expect(existsSync(join(part, 'f'))).toBe(side === 'theirs');
  expect(runPlainGit(part, ['ls-files', '-u'])).toBe('');
});

it('says of thousands of conflicts how many there are, within the size of an answer', async () => {
  const count = 2_000;
  const files = (text: string) =>
    Object.fromEntries(
      Array.from({ length: count }, (_, at) => [`folder-${at % 20}/file-${at}.txt`, `${text} ${at}\n`]),
    );
  const box = await connectGit({ argv: ['--yes'] });
  box.commit('base', files('base'));
  box.git('checkout', '-q', '-b', 'side');
  box.commit('side', files('side'));
  box.git('checkout', '-q', 'main');
  box.commit('main', files('main'));
  const merged = await box.ok('merge', { revision: 'side', keep_conflicts: true });
  expect(merged.structured).toMatchObject({ inProgress: true, totalConflicts: count });
  const plan = await box.ok('resolve_conflict', { all: true, side: 'ours' });
  expect(plan.structured).toMatchObject({ totalFiles: count, totalConflicts: count });
  const done = await box.ok('resolve_conflict', { all: true, side: 'ours', ...real });
  expect(done.structured).toMatchObject({ totalFiles: count, totalConflicts: 0 });
  for (const { bytes } of [merged, plan, done]) expect(bytes).toBeLessThanOrEqual(65_536);
  expect((await box.ok('continue_operation')).structured).toMatchObject({ done: true });
});
