import { expect, it } from 'vitest';
import { connectHarbour } from '../../test-support.ts';

const files = {
  'src/a.sh': { content: 'one\ntwo\nthree two\n', executable: true },
  'crlf.txt': 'a\r\nb\r\n',
  'bin.dat': Buffer.from([0, 1]),
  link: { symlink: 'src/a.sh' },
};
const commits = [{ message: 'Begin', files }];
const connect = () => connectHarbour({ commits }, { argv: ['--yes'] });
const place = { owner: 'octo', repo: 'harbour', branch: 'main', message: 'Edit' };
const one = [{ oldText: 'one', newText: 'ONE' }];

it('replaces exact texts in one commit and keeps the mode', async () => {
  const { ok, harbour } = await connect();
  const { git } = harbour.repo;
  const sha = git.entry(harbour.sha(), 'src/a.sh')?.sha;
  const edits = [...one, { oldText: '\ntwo\n', newText: '\n2\n' }];
  const before = harbour.sha();
  const answer = await ok('edit_file', { ...place, path: 'src/a.sh', sha, edits });
  const entry = git.entry(harbour.sha(), 'src/a.sh');
  expect(answer).toEqual({ commit: harbour.sha(), sha: entry?.sha });
  expect(entry?.mode).toBe('100755');
  expect(git.read(entry?.sha ?? '').toString()).toBe('ONE\n2\nthree two\n');
  expect(git.commit(harbour.sha()).parents).toEqual([before]);
});

it('refuses what does not fit, and writes nothing', async () => {
  const { refused, harbour, double } = await connect();
  const head = harbour.sha();
  const shaOf = (path: string) => harbour.repo.git.entry(head, path)?.sha;
  const edit = async (path: string, edits: object[], sha = shaOf(path)) =>
    (await refused('edit_file', { ...place, path, edits, sha })).code;
  expect(await edit('src/a.sh', one, 'f'.repeat(40))).toBe('conflict');
  expect(await edit('src/a.sh', [{ oldText: 'four', newText: '' }])).toBe('not_found');
  expect(await edit('src/a.sh', [{ oldText: 'two', newText: '' }])).toBe('ambiguous');
  expect(await edit('src/a.sh', [{ oldText: 'one', newText: 'one' }])).toBe('invalid_arguments');
  expect(await edit('src/a.sh/x', one, 'f'.repeat(40))).toBe('unsupported');
  expect(await edit('src', one, 'f'.repeat(40))).toBe('unsupported');
  expect(await edit('gone', one, 'f'.repeat(40))).toBe('not_found');
  expect(await edit('bin.dat', one)).toBe('unsupported');
  expect(await edit('link', one)).toBe('unsupported');
  expect(await edit('.git/config', one, 'f'.repeat(40))).toBe('invalid_arguments');
  expect(await edit('../x', one, 'f'.repeat(40))).toBe('invalid_arguments');
  expect(harbour.sha()).toBe(head);
  expect(double.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
});

it('says how lines end where that is why nothing fits', async () => {
  const { refused, harbour } = await connect();
  const sha = harbour.repo.git.entry(harbour.sha(), 'crlf.txt')?.sha;
  const error = await refused('edit_file', {
    ...place,
    path: 'crlf.txt',
    sha,
    edits: [{ oldText: 'a\nb', newText: 'c' }],
  });
  expect(error).toMatchObject({ code: 'not_found', next: expect.stringContaining('\\r\\n') });
});
