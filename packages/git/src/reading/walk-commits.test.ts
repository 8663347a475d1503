import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { config } from '../config.ts';
import { createServices } from '../services.ts';
import { plainLog, runPlainGit, type Sandbox, sandbox } from '../test-support.ts';
import { readCommits } from './commits.ts';
import { walkCommits } from './walk-commits.ts';

const signal = new AbortController().signal;

async function open(repo: string) {
  const services = createServices(config.parse({ repositories: [repo] }));
  onTestFinished(() => services.close());
  return services.repository(undefined, { signal, roots: async () => undefined });
}

async function walkedIn(repo: string, revision = 'HEAD') {
  const walked = await walkCommits(await open(repo), revision, { skip: 0, count: 100 });
  return walked?.map(({ committed: _seconds, body, ...rest }) => ({ ...rest, body: body.trimEnd() }));
}

/** Writes a commit object as it is given, and lets main point at it. */
function store({ repo, git }: Sandbox, text: string | Buffer): string {
  const id = runPlainGit(repo, ['hash-object', '-t', 'commit', '-w', '--literally', '--stdin'], text);
  git('update-ref', 'refs/heads/main', id);
  return id;
}

const EMPTY = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';

it.each(['sha1', 'sha256'])('walks merges, tags and branches as git log does, in %s', async (hash) => {
  const box = sandbox([`--object-format=${hash}`]);
  box.commit('first');
  for (const name of ['side', 'other']) {
    box.git('checkout', '-q', '-b', name);
    box.commit(`on ${name}`, { [`${name}.txt`]: 'x' });
    box.git('checkout', '-q', 'main');
    box.commit(`beside ${name}`, { [`main-${name}.txt`]: 'x' });
  }
  box.git('merge', '-q', '-m', 'octopus', 'side', 'other');
  box.git('tag', 'light');
  box.git('tag', '-a', '-m', 'annotated', 'v1', 'HEAD^1');
  box.git('update-ref', 'refs/remotes/origin/main', 'HEAD^2');
  box.git('symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/main');
  box.put('main-side.txt', 'changed');
  box.git('stash', '-q');
  for (const revision of ['HEAD', 'side', 'light~1', 'v1']) {
    expect(await walkedIn(box.repo, revision), revision).toEqual(plainLog(box.repo, revision));
  }
  box.git('pack-refs', '--all');
  box.git('checkout', '-q', '--detach');
  expect(await walkedIn(box.repo)).toEqual(plainLog(box.repo, 'HEAD'));
});

it.each([
  ['a subject of several lines', `a\nb  \nc\n\n\nbody\n\nmore\n`],
  ['blank lines before it', `\n \n  indented\n\nbody`],
  ['no message', ''],
  ['blanks alone', ' \n\n\t\n'],
  ['no line end', 'subject'],
  ['separators', 'a\x01b\x02\n\ncommit 123\nauthor x\n'],
  ['other scripts', 'ünïcode – 😀\n\nbody ü\n'],
])('reads a message with %s as git does', async (_what, message) => {
  const box = sandbox();
  const who = 'Ada L. <ada@example.org> 1700000000 -0730';
  store(box, `tree ${EMPTY}\nauthor ${who}\ncommitter ${who}\n\n${message}`);
  const [walked] = (await walkedIn(box.repo)) ?? [];
  const [subject, body = ''] = runPlainGit(box.repo, ['log', '-1', '-z', '--format=%s%x00%b']).split('\0');
  expect(walked).toMatchObject({ subject, body: body.trimEnd(), date: '2023-11-14T14:43:20-07:30' });
});

it.each([
  ['another encoding', `author A <a@b> 1 +0000\ncommitter A <a@b> 1 +0000\nencoding ISO-8859-1\n\nx`],
  ['a malformed author', `author A a@b 1 +0000\ncommitter A <a@b> 1 +0000\n\nx`],
  ['a date that is none', `author A <a@b> now +0000\ncommitter A <a@b> 1 +0000\n\nx`],
  ['no committer', `author A <a@b> 1 +0000\n\nx`],
  ['two authors', `author A <a@b> 1 +0000\nauthor B <a@b> 1 +0000\ncommitter A <a@b> 1 +0000\n\nx`],
])('leaves a commit with %s to git', async (_what, rest) => {
  const box = sandbox();
  const id = store(box, `tree ${EMPTY}\n${rest}`);
  expect(await walkedIn(box.repo)).toBeUndefined();
  const [commit] = await readCommits(await open(box.repo), ['HEAD'], { count: 1 });
  expect(commit?.commit).toBe(id);
});

it('leaves shallow, replaced and unborn histories to git', async () => {
  const box = sandbox();
  expect(await walkedIn(box.repo)).toBeUndefined();
  box.commit('first');
  const second = box.commit('second');
  const third = box.commit('third');
  const shallow = join(box.base, 'shallow');
  runPlainGit(box.base, ['clone', '-q', '--depth=2', `file://${box.repo}`, shallow]);
  expect(await walkedIn(shallow)).toBeUndefined();
  expect(await readCommits(await open(shallow), ['HEAD'], { count: 9 })).toHaveLength(2);
  expect((await walkedIn(box.repo))?.map(({ commit }) => commit)).toEqual([
    third,
    second,
    box.git('rev-parse', 'HEAD~2'),
  ]);
  box.git('replace', third, second);
  expect(await walkedIn(box.repo)).toBeUndefined();
});

it('sees refs that came, moved and went between two calls', async () => {
  const box = sandbox();
  const first = box.commit('first');
  box.commit('second');
  const repository = await open(box.repo);
  const refs = async () =>
    (await walkCommits(repository, 'main', { skip: 0, count: 9 }))?.map((commit) => commit.refs);
  expect(await refs()).toEqual(['HEAD -> main', '']);
  box.git('branch', 'feature/deep/name', first);
  expect(await refs()).toEqual(['HEAD -> main', 'feature/deep/name']);
  box.git('branch', '-f', 'feature/deep/name', 'main');
  expect(await refs()).toEqual(['HEAD -> main, feature/deep/name', '']);
  writeFileSync(join(box.repo, '.git/refs/heads/feature/deep/name'), `${first}\n`);
  expect(await refs()).toEqual(['HEAD -> main', 'feature/deep/name']);
  box.git('pack-refs', '--all');
  box.git('branch', '-D', 'feature/deep/name');
  expect(await refs()).toEqual(['HEAD -> main', '']);
  box.git('checkout', '-q', '--detach', first);
  expect(await refs()).toEqual(['main', 'HEAD']);
});
