import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { connectGit, type GitClient, runPlainGit } from '../src/test-support.ts';

/** Two branches whose last commits change the same line; `main` is checked out. */
async function clashing(): Promise<GitClient> {
  const box = await connectGit({ argv: ['--yes'] });
  box.diverge();
  return box;
}

/** A repository with a clone of it beside as its `origin`, and both folders served. */
async function withRemote(...argv: readonly string[]): Promise<GitClient & { readonly remote: string }> {
  const box = await connectGit({
    argv: ['--remote-protocols', 'file', '--yes', ...argv],
    folders: ({ base, repo }) => [repo, base],
  });
  box.commit('one', { a: '1\n' });
  const remote = join(box.base, 'remote.git');
  box.git('clone', '-q', '--bare', '.', remote);
  box.git('remote', 'add', 'origin', remote);
  return { ...box, remote };
}

it('every tool works on the repository its caller names, and on no other', async () => {
  const box = await connectGit({ argv: ['--yes'], folders: ({ repo, outside }) => [repo, outside] });
  runPlainGit(box.outside, ['init', '-q', '-b', 'main']);
  const { tools } = await box.client.listTools();
  const samples: Readonly<Record<string, unknown>> = { integer: 1, string: 'x', array: ['x'] };
  const asked: string[] = [];
  for (const { name, inputSchema } of tools) {
    if (inputSchema.properties?.repo_path === undefined) continue;
    const sample = Object.fromEntries(
      (inputSchema.required ?? []).map((key) => {
        const schema = Object(inputSchema.properties?.[key]);
        const ofObjects = schema.items?.type === 'object' ? [{ path: 'x' }] : undefined;
        return [key, schema.enum?.[0] ?? ofObjects ?? samples[schema.type]];
      }),
    );
    const none = await box.call(name, sample);
    expect([name, none.error?.code]).toEqual([name, 'invalid_arguments']);
    expect(none.text).toContain('repo_path');
    const elsewhere = await box.call(name, { ...sample, repo_path: box.base });
    expect([name, elsewhere.error?.code]).toEqual([name, 'outside_roots']);
    asked.push(name);
  }
  // All but `clone`, which makes one.
  expect(asked).toHaveLength(tools.length - 1);
});

it('diff shows as many lines around a change as asked for', async () => {
  const { ok, commit, put } = await connectGit();
  commit('one', { f: '1\n2\n3\n4\n5\n6\n7\n' });
  put('f', '1\n2\n3\nx\n5\n6\n7\n');
  const patch = async (context_lines: number) =>
    JSON.stringify((await ok('diff', { format: 'patch', context_lines })).structured);
  expect(await patch(0)).toContain('@@ -4 +4 @@');
  expect(await patch(1)).toContain('@@ -3,3 +3,3 @@');
});

it('show gives statistics or names alone, in pages', async () => {
  const { ok, commit } = await connectGit();
  commit('many', Object.fromEntries(Array.from({ length: 1_200 }, (_, at) => [`f${at}`, 'x\n'])));
  const paths: unknown[] = [];
  let cursor: unknown;
  do {
    const { structured } = await ok('show', {
      format: 'names',
      ...(typeof cursor === 'string' && { cursor }),
    });
    expect(structured.patch).toBeUndefined();
    if (Array.isArray(structured.files)) paths.push(...structured.files.map(({ path }) => path));
    cursor = structured.nextCursor;
  } while (cursor !== undefined);
  expect(new Set(paths).size).toBe(1_200);
  expect(paths).toHaveLength(1_200);
});

it('history and descriptions begin at the revision asked for', async () => {
  const { ok, commit, git } = await connectGit();
  const first = commit('first', { f: '1\n' });
  git('tag', '-a', 'v1', '-m', 'one');
  commit('second', { f: '2\n' });
  expect((await ok('file_history', { path: 'f', revision: 'v1' })).structured).toMatchObject({
    commits: [{ subject: 'first' }],
  });
  expect((await ok('describe', { revision: first })).structured).toMatchObject({ tag: 'v1', distance: 0 });
  expect((await ok('describe')).structured).toMatchObject({ tag: 'v1', distance: 1 });
  expect((await ok('analyze_history', { revision: 'v1' })).structured).toMatchObject({ commits: 1 });
  const since = async (start_timestamp: string) =>
    (await ok('analyze_history', { start_timestamp })).structured.commits;
  expect([await since('2026-01-01T00:00:00Z'), await since('2026-02-01T00:00:00Z')]).toEqual([2, 0]);
});

it('list_tags pages through all of them', async () => {
  const { ok, commit, git } = await connectGit();
  const id = commit('one');
  const made = Array.from({ length: 450 }, (_, at) => `t${String(at).padStart(4, '0')}`);
  runPlainGit(
    git('rev-parse', '--show-toplevel'),
    ['update-ref', '--stdin'],
    made.map((name) => `create refs/tags/${name} ${id}\n`).join(''),
  );
  const seen: unknown[] = [];
  let cursor: unknown;
  let pages = 0;
  do {
    const { structured } = await ok('list_tags', typeof cursor === 'string' ? { cursor } : {});
    if (Array.isArray(structured.tags)) seen.push(...structured.tags.map(({ name }) => name));
    cursor = structured.nextCursor;
    pages += 1;
  } while (cursor !== undefined);
  expect(seen.toSorted()).toEqual(made);
  expect(pages).toBeGreaterThan(1);
});

it('merge takes the message of the commit it makes', async () => {
  const { ok, commit, git } = await connectGit();
  commit('base', { f: 'base\n' });
  git('checkout', '-q', '-b', 'side');
  commit('side', { g: 'x\n' });
  git('checkout', '-q', 'main');
  await ok('merge', { revision: 'side', message: 'Bring the side in', fast_forward: 'never' });
  expect(git('log', '-1', '--format=%s')).toBe('Bring the side in');
});

it.each([
  ['cherry_pick', 'side'],
  ['rebase', 'side'],
  ['revert', 'HEAD~1'],
])('%s leaves conflicts to be resolved when asked', async (tool, revision) => {
  const { ok, commit, put, git, repo } = await clashing();
  if (tool === 'revert') commit('later', { f: 'later\n' });
  const { structured } = await ok(tool, { revision, keep_conflicts: true });
  expect(structured).toMatchObject({ done: false, inProgress: true, conflicts: ['f'] });
  expect(readFileSync(join(repo, 'f'), 'utf8')).toContain('<<<<<<<');
  put('f', 'resolved\n');
  await ok('add', { files: ['f'] });
  expect((await ok('continue_operation')).structured).toMatchObject({ done: true, inProgress: false });
  expect(git('show', 'HEAD:f')).toBe('resolved');
});

it('cherry_pick takes a merge by its mainline', async () => {
  const { ok, refused, commit, git } = await connectGit();
  commit('base', { f: 'base\n' });
  git('branch', 'other');
  git('checkout', '-q', '-b', 'side');
  commit('side', { g: 'x\n' });
  git('checkout', '-q', 'main');
  git('merge', '-q', '--no-ff', '-m', 'merged', 'side');
  git('checkout', '-q', 'other');
  expect(await refused('cherry_pick', { revision: 'main' })).toBe('invalid_arguments');
  await ok('cherry_pick', { revision: 'main', mainline: 1 });
  expect(git('ls-files')).toBe('f\ng');
});

it('apply_patch takes a patch back, and worktree begins at a revision', async () => {
  const { ok, commit, base, repo } = await connectGit({ folders: ({ base: all, repo: own }) => [own, all] });
  const first = commit('one', { a: '1\n' });
  commit('two', { a: '2\n' });
  const patch = runPlainGit(repo, ['diff', 'HEAD~1']);
  await ok('apply_patch', { repo_path: repo, patch: `${patch}\n`, reverse: true });
  expect(readFileSync(join(repo, 'a'), 'utf8')).toBe('1\n');
  const added = { repo_path: repo, worktree_path: join(base, 'tree'), branch_name: 'old', revision: first };
  expect((await ok('worktree', added)).structured).toMatchObject({ commit: first });
});

it('clean deletes only below the paths asked for', async () => {
  const { ok, commit, put } = await connectGit({ argv: ['--yes'] });
  commit('one', { kept: 'x\n' });
  const [one, other] = [put('a/new'), put('b/new')];
  await ok('clean', { paths: ['a'], preview: false });
  expect([existsSync(one), existsSync(other)]).toEqual([false, true]);
});

it('pull and push_force take the branch asked for, clone no more commits than asked for', async () => {
  const { ok, git, commit, repo, remote, base } = await withRemote('--allow-force-push');
  const one = git('rev-parse', 'HEAD');
  const two = commit('two', { a: '2\n' });
  git('push', '-q', 'origin', 'main:later');
  git('reset', '-q', '--hard', one);
  expect((await ok('pull', { repo_path: repo, branch_name: 'later' })).structured).toMatchObject({
    commit: two,
  });
  git('branch', 'later', one);
  await ok('push_force', { repo_path: repo, branch_name: 'later', expected: two });
  expect(runPlainGit(remote, ['rev-parse', 'later', 'main'])).toBe(`${one}\n${one}`);
  await ok('clone', { url: `file://${repo}`, path: join(base, 'shallow'), depth: 1 });
  expect(runPlainGit(join(base, 'shallow'), ['rev-list', '--count', 'HEAD'])).toBe('1');
});

it('asks the credential helper of the operator for remotes, and none of the repository', async () => {
  const said: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    said.push(request.headers.authorization);
    response.writeHead(request.headers.authorization === undefined ? 401 : 404, {
      'www-authenticate': 'Basic realm="x"',
    });
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const box = await connectGit({
    argv: ({ base }) => ['--remote-protocols', 'http', '--credential-helper', join(base, 'helper.sh')],
  });
  const script = (name: string, body: string) => {
    writeFileSync(join(box.base, name), `#!/bin/sh\n${body}\n`);
    chmodSync(join(box.base, name), 0o755);
    return join(box.base, name);
  };
  script('helper.sh', 'echo username=ada; echo password=sesame');
  box.git('config', 'credential.helper', script('evil.sh', `touch ${box.canary}`));
  box.git('remote', 'add', 'origin', `http://127.0.0.1:${port}/x.git`);
  expect(await box.refused('fetch')).toBe('upstream_error');
  expect(said).toContain(`Basic ${Buffer.from('ada:sesame').toString('base64')}`);
  expect(existsSync(box.canary)).toBe(false);
});
