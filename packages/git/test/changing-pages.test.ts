import { expect, it } from 'vitest';
import { connectGit, runPlainGit } from '../src/test-support.ts';

/** All items of a listing; something happens before each further page. */
async function pages(
  ok: Awaited<ReturnType<typeof connectGit>>['ok'],
  [name, args, field]: readonly [string, Readonly<Record<string, unknown>>, string],
  between: () => void,
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const items: Readonly<Record<string, unknown>>[] = [];
  let cursor: unknown;
  do {
    const { structured } = await ok(name, { ...args, ...(cursor !== undefined && { cursor }) });
    const found = structured[field];
    if (Array.isArray(found)) items.push(...found);
    cursor = structured.nextCursor;
    if (cursor !== undefined) between();
  } while (cursor !== undefined);
  return items;
}

it.each([
  ['list_tags', 'refs/tags', 'tags'],
  ['list_branches', 'refs/heads', 'branches'],
])(
  '%s neither repeats nor loses refs when others come and go between its pages',
  async (tool, folder, field) => {
    const { ok, repo, commit, git } = await connectGit();
    const id = commit('one');
    const names = Array.from({ length: 250 }, (_, index) => `n${index}`);
    runPlainGit(
      repo,
      ['update-ref', '--stdin'],
      names.map((name) => `create ${folder}/${name} ${id}\n`).join(''),
    );
    let round = 0;
    const items = await pages(ok, [tool, {}, field], () => {
      round += 1;
      // One before the page that follows, and one that was on the page before it.
      git('update-ref', `${folder}/a-new-${round}`, id);
      git('update-ref', '-d', `${folder}/n${round}`);
    });
    const found = items.map(({ name }) => String(name)).filter((name) => name !== 'main');
    const gone = (name: string) => /^n[123]$/.test(name);
    expect(round).toBe(2);
    expect(found.filter((name) => !gone(name))).toEqual(names.toSorted().filter((name) => !gone(name)));
    expect(new Set(found).size).toBe(found.length);
  },
);

it('lists refs of many dates in order through its pages', async () => {
  const { ok, repo, git } = await connectGit();
  const commits = Array.from({ length: 230 }, (_, index) => {
    const who = `A <a@b> ${1_700_000_000 + (index % 23)} +0000`;
    return `commit refs/heads/b${index}\nauthor ${who}\ncommitter ${who}\ndata 1\nx\n`;
  });
  runPlainGit(repo, ['fast-import', '--quiet'], commits.join(''));
  const items = await pages(ok, ['list_branches', {}, 'branches'], () => {});
  const plain = git('for-each-ref', '--sort=-creatordate', '--format=%(refname:short)', 'refs/heads');
  expect(items.map(({ name }) => name)).toEqual(plain.split('\n'));
});

it('goes on with the files and the matches of the commit it began with', async () => {
  const { ok, commit, git } = await connectGit();
  const files = Object.fromEntries(
    Array.from({ length: 1_200 }, (_, index) => [`d/f${index}.txt`, index % 4 === 0 ? 'needle\n' : 'x\n']),
  );
  commit('one', files);
  const add = () => {
    git('rm', '-q', 'd/f0.txt', '--ignore-unmatch');
    commit('more', { [`d/a${git('rev-list', '--count', 'HEAD')}.txt`]: 'needle\n' });
  };
  const listed = await pages(ok, ['list_files', { recursive: true }, 'entries'], add);
  expect(listed.map(({ path }) => path)).toEqual(Object.keys(files).toSorted());
  const first = git('rev-list', '--max-parents=0', 'HEAD');
  git('reset', '-q', '--hard', first);
  const matched = await pages(ok, ['search', { pattern: 'needle' }, 'matches'], add);
  expect(matched.map(({ path }) => path)).toEqual(
    Object.keys(files)
      .filter((name) => files[name] === 'needle\n')
      .toSorted(),
  );
  git('reset', '-q', '--hard', first);
  for (let index = 0; index < 120; index += 1) commit(`word ${index}`);
  const commits = await pages(ok, ['search', { pattern: 'word', in: 'message' }, 'commits'], () => {
    commit('word again');
  });
  expect(commits.map(({ subject }) => subject)).toEqual(
    Array.from({ length: 120 }, (_, index) => `word ${119 - index}`),
  );
});

it('takes no cursor of another place in its stead', async () => {
  const { ok, refused, repo, commit } = await connectGit();
  const id = commit('one');
  const names = Array.from({ length: 120 }, (_, index) => `create refs/tags/t${index} ${id}\n`);
  runPlainGit(repo, ['update-ref', '--stdin'], names.join(''));
  const { structured } = await ok('list_tags');
  expect(await refused('list_branches', { cursor: structured.nextCursor })).toBe('invalid_arguments');
  expect(await refused('list_tags', { cursor: `x${String(structured.nextCursor)}` })).toBe(
    'invalid_arguments',
  );
});
