import { expect, it } from 'vitest';
import { connectBehindProxy, connectHarbour } from '../../test-support.ts';

const files = {
  'a.txt': 'a\n',
  'dir/b.txt': 'b\n',
  'run.sh': { content: 'old\n', executable: true },
};
const commits = [{ message: 'Begin', files }];
const connect = () => connectHarbour({ commits }, { argv: ['--yes'] });
const place = { owner: 'octo', repo: 'harbour', branch: 'main', message: 'Push' };

it('writes and deletes many files in one commit', async () => {
  const { ok, harbour } = await connect();
  const { git } = harbour.repo;
  const before = harbour.sha();
  const answer = await ok('push_files', {
    ...place,
    expectedHead: before,
    files: [
      { path: 'a.txt', content: 'new\n' },
      { path: 'dir/b.txt', delete: true },
      { path: 'run.sh', content: 'new\n' },
      { path: 'bin', content: 'AAH/', encoding: 'base64' },
      { path: 'link', content: 'a.txt', mode: '120000' },
      { path: 'ü/new file#?.txt', content: 'ü' },
    ],
  });
  const head = harbour.sha();
  expect(answer).toMatchInlineSnapshot(`
    {
      "commit": "00ab00a3f5597be724013bafe8fedef2bc9b28a6",
      "files": [
        {
          "path": "a.txt",
          "sha": "3e757656cf36eca53338e520d134963a44f793f8",
        },
        {
          "deleted": true,
          "path": "dir/b.txt",
        },
        {
          "path": "run.sh",
          "sha": "3e757656cf36eca53338e520d134963a44f793f8",
        },
        {
          "path": "bin",
          "sha": "494b1410a95b9ef0a980c33411fbf7d564472741",
        },
        {
          "path": "link",
          "sha": "8d14cbf983b3fad683171c9418998d9f68340823",
        },
        {
          "path": "ü/new file#?.txt",
          "sha": "99fe40df261f7d4afd1391fe2739b2c7466fe968",
        },
      ],
    }
  `);
  expect(answer.commit).toBe(head);
  expect(git.commit(head).parents).toEqual([before]);
  const modes = Object.fromEntries(
    git.entries(head, true).flatMap(({ path, mode, type }) => (type === 'blob' ? [[path, mode]] : [])),
  );
  expect(modes).toEqual({
    'a.txt': '100644',
    bin: '100644',
    link: '120000',
    'run.sh': '100755',
    'ü/new file#?.txt': '100644',
  });
  expect([...git.read(git.entry(head, 'bin')?.sha ?? '')]).toEqual([0, 1, 255]);
});

it('refuses what does not fit the branch or itself, and writes nothing', async () => {
  const { refused, harbour, double } = await connect();
  const head = harbour.sha();
  const push = async (pushed: object[], more: object = {}) =>
    (await refused('push_files', { ...place, files: pushed, ...more })).code;
  const a = { path: 'a.txt', content: 'x' };
  expect(await push([a], { expectedHead: 'f'.repeat(40) })).toBe('conflict');
  expect(await push([{ ...a, sha: 'f'.repeat(40) }])).toBe('conflict');
  expect(await push([a, a])).toBe('invalid_arguments');
  expect(await push([a, { path: 'a.txt/b', content: '' }])).toBe('invalid_arguments');
  expect(await push([{ path: 'a.txt/b', content: '' }])).toBe('unsupported');
  expect(await push([{ path: 'dir', content: '' }])).toBe('unsupported');
  expect(await push([{ path: 'dir', delete: true }])).toBe('unsupported');
  expect(await push([{ path: 'gone', delete: true }])).toBe('not_found');
  expect(await push([{ path: 'x' }])).toBe('invalid_arguments');
  expect(await push([{ path: 'x', content: '%', encoding: 'base64' }])).toBe('invalid_arguments');
  expect(await push([{ path: 'a/.git/config', content: '' }])).toBe('invalid_arguments');
  expect(await push([a], { branch: 'gone' })).toBe('not_found');
  expect(await push([])).toBe('invalid_arguments');
  expect(harbour.sha()).toBe(head);
  expect(double.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
});

it('says what protects a branch', async () => {
  const { refused } = await connectHarbour({ commits, protectedBranches: ['main'] }, { argv: ['--yes'] });
  expect(await refused('push_files', { ...place, files: [{ path: 'x', content: 'x' }] })).toMatchObject({
    code: 'permission_denied',
    next: expect.stringContaining('pull request'),
  });
});

const behindProxy = () => connectBehindProxy({ commits }, { argv: ['--yes'] });

it('makes one commit where the answer to the last step is lost', async () => {
  const { ok, proxy, harbour } = await behindProxy();
  const before = harbour.sha();
  proxy.script({ kind: 'reset', when: 'after', method: 'PATCH' });
  const { commit } = await ok('push_files', { ...place, files: [{ path: 'x', content: 'x' }] });
  expect(harbour.sha()).toBe(commit);
  expect(harbour.repo.git.commit(harbour.sha()).parents).toEqual([before]);
});

it('starts again on what is there where the branch moved meanwhile', async () => {
  const { ok, proxy, harbour } = await behindProxy();
  proxy.script({ kind: 'delay', ms: 2_000, method: 'PATCH' });
  const pushing = ok('push_files', { ...place, files: [{ path: 'x', content: 'x' }] });
  await expect.poll(() => proxy.seen.some(({ method }) => method === 'PATCH')).toBe(true);
  const theirs = harbour.push('main', [{ message: 'Theirs', files: { 'theirs.txt': 't' } }]);
  const { commit } = await pushing;
  expect(harbour.repo.git.commit(harbour.sha())).toMatchObject({ sha: commit, parents: [theirs] });
});

it('does not start again where the caller named the head', async () => {
  const { refused, proxy, harbour } = await behindProxy();
  const expectedHead = harbour.sha();
  proxy.script({ kind: 'delay', ms: 2_000, method: 'PATCH' });
  const pushing = refused('push_files', { ...place, expectedHead, files: [{ path: 'x', content: 'x' }] });
  await expect.poll(() => proxy.seen.some(({ method }) => method === 'PATCH')).toBe(true);
  const theirs = harbour.push('main', [{ message: 'Theirs', files: { 'theirs.txt': 't' } }]);
  expect(await pushing).toMatchObject({ code: 'conflict' });
  expect(harbour.sha()).toBe(theirs);
});
